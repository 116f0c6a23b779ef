import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';

/** What Express and Fastify share of an answer. */
interface Answer {
  header(name: string, value: string): unknown;
}

const DONE = { ok: true };

/** Ordinary routes: they know nothing of the guard. */
@Controller()
export class ShopController {
  @Get('hello')
  hello(): object {
    return { hello: 'world' };
  }

  /** Gives back the body as it was parsed. */
  @Post('echo')
  @HttpCode(200)
  echo(@Body() body: unknown, @Res({ passthrough: true }) answer: Answer): unknown {
    // A text from outside must not come back as HTML.
    if (typeof body === 'string') answer.header('Content-Type', 'text/plain; charset=utf-8');
    return body ?? {};
  }

  @Get('search')
  search(@Query('q') q: unknown): object {
    return { q: q ?? '' };
  }

  @Post('comments')
  comment(): object {
    return DONE;
  }

  @Post('items')
  item(): object {
    return DONE;
  }

  @Post('form')
  form(): object {
    return DONE;
  }
}
