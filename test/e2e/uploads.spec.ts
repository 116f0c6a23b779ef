import { Body, Controller, type INestApplication, Post, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { AnyFilesInterceptor } from '@nestjs/platform-express';
import multipart from '@fastify/multipart';
import { SkipGuard } from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';

interface Upload {
  originalname: string;
  size: number;
}

@Controller()
@UseInterceptors(AnyFilesInterceptor())
class ExpressUploads {
  @Post('upload')
  upload(@Body() body: object, @UploadedFiles() files: Upload[]): object {
    return { fields: Object.keys(body), bytes: files.reduce((sum, { size }) => sum + size, 0) };
  }

  @Post('anything')
  @SkipGuard('detection')
  anything(@UploadedFiles() files: Upload[]): object {
    return { files: files.length };
  }
}

@Controller()
class FastifyUploads {
  @Post('upload')
  upload(@Body() body: Record<string, unknown>): object {
    const values = Object.values(body);
    const bytes = values.filter(Buffer.isBuffer).reduce((sum, file) => sum + file.length, 0);
    return { fields: Object.keys(body).filter((key) => !Buffer.isBuffer(body[key])), bytes };
  }

  @Post('anything')
  @SkipGuard('detection')
  anything(): object {
    return { files: 1 };
  }
}

interface Part {
  name: string;
  filename?: string;
  type?: string;
  content: string | Buffer;
}

function form(...parts: Part[]): { body: Buffer; headers: Record<string, string> } {
  const chunks = parts.flatMap(({ name, filename, type, content }) => [
    Buffer.from(
      `--frontier\r\nContent-Disposition: form-data; name="${name}"${filename ? `; filename="${filename}"` : ''}\r\n` +
        `${type ? `Content-Type: ${type}\r\n` : ''}\r\n`,
    ),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
  return {
    body: Buffer.concat([...chunks, Buffer.from('--frontier--\r\n')]),
    headers: { 'content-type': 'multipart/form-data; boundary=frontier' },
  };
}

const PICTURE = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(400_000, 0x3c)]);

describe.each(PLATFORMS)('forms with files on %s', (platform) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({
      platform,
      controllers: [platform === 'express' ? ExpressUploads : FastifyUploads],
      guard: { proxy: { trusted: ['127.0.0.1'] }, status: { token: TOKEN }, ban: { enabled: false } },
      configure: async (nest: INestApplication) => {
        if (platform === 'express') return;
        const fastify = nest.getHttpAdapter().getInstance() as {
          register(plugin: unknown, options: object): Promise<void>;
        };
        await fastify.register(multipart, { attachFieldsToBody: 'keyValues' });
      },
    });
  });
  afterAll(() => app.close());
  const send = (path: string, ...parts: Part[]) => app.call('POST', path, form(...parts));

  it('come through whole, however large', async () => {
    const picture: Part = { name: 'picture', filename: 'cat.png', type: 'image/png', content: PICTURE };
    const answer = await send('/upload', { name: 'title', content: 'My cat' }, picture);
    expect([answer.status, answer.json]).toEqual([201, { fields: ['title'], bytes: PICTURE.length }]);
  });

  it.each<[what: string, part: Part]>([
    ['a field', { name: 'title', content: '<img src=x onerror=alert(1)>' }],
    ['a file name', { name: 'file', filename: '../../../etc/passwd', content: 'x' }],
    ['a web shell', { name: 'file', filename: 'a.php', type: 'image/png', content: '<?php system($_GET["c"]); ?>' }],
    [
      'a picture that is a script',
      { name: 'f', filename: 'a.svg', type: 'image/svg+xml', content: '<svg onload=alert(1)>' },
    ],
  ])('are refused for %s', async (_what, part) => {
    expect((await send('/upload', part)).status).toBe(403);
    expect((await send('/no/such', part)).status).toBe(403);
  });

  it('are left alone on a route without detection', async () => {
    expect((await send('/anything', { name: 'file', filename: '../a', content: 'x' })).status).toBe(201);
  });
});
