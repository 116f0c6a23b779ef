import { Controller, Get, type MessageEvent, Sse, StreamableFile } from '@nestjs/common';
import { interval, map, type Observable, take } from 'rxjs';

/** One mebibyte, the same every time. */
const CONTENT = Buffer.from(Uint8Array.from({ length: 1_048_576 }, (_, index) => (index * 31 + (index >> 8)) & 0xff));

/** Answers that are longer than one write. */
@Controller()
export class FilesController {
  @Get('download')
  download(): StreamableFile {
    return new StreamableFile(CONTENT, {
      type: 'application/octet-stream',
      disposition: 'attachment; filename="data"',
    });
  }

  @Sse('stream')
  stream(): Observable<MessageEvent> {
    return interval(100).pipe(
      take(3),
      map((n) => ({ data: { n } })),
    );
  }
}
