import { randomFillSync } from 'node:crypto';

const BATCH = 128;
const LENGTH = 36;
const HEX = Buffer.from('0123456789abcdef', 'latin1');

/**
 * Random UUIDs (RFC 9562, version 4), made 128 at a time: one call for randomness and one string, of which each id is a
 * slice. A slice takes 32 bytes where the string of `randomUUID` takes several times that.
 */
export class UuidSource {
  private readonly random = Buffer.alloc(BATCH * 16);
  private readonly ascii = Buffer.alloc(BATCH * LENGTH, '-');
  private text = '';
  private offset = 0;

  next(): string {
    if (this.offset === this.text.length) this.refill();
    return this.text.slice(this.offset, (this.offset += LENGTH));
  }

  private refill(): void {
    randomFillSync(this.random);
    let to = 0;
    for (let from = 0; from < this.random.length; from++) {
      const place = from & 15;
      let byte = this.random[from] as number;
      if (place === 6) byte = (byte & 0x0f) | 0x40;
      if (place === 8) byte = (byte & 0x3f) | 0x80;
      if (place === 4 || place === 6 || place === 8 || place === 10) to++;
      this.ascii[to++] = HEX[byte >> 4] as number;
      this.ascii[to++] = HEX[byte & 15] as number;
    }
    this.text = this.ascii.toString('latin1');
    this.offset = 0;
  }
}
