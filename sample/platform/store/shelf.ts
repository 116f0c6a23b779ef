/** Keeps the last messages as JSON text, bounded in number and size; what falls off the end is counted. */
export class Shelf {
  private readonly items = new Map<number, string>();
  private next = 0;
  private size = 0;
  forgotten = 0;

  /** `maxSize` is in characters of JSON. */
  constructor(
    private readonly maxItems: number,
    private readonly maxSize: number,
  ) {}

  add(message: unknown): void {
    const text = JSON.stringify(message);
    this.items.set(this.next++, text);
    this.size += text.length;
    for (const [index, oldest] of this.items) {
      if (this.items.size <= this.maxItems && this.size <= this.maxSize) break;
      this.items.delete(index);
      this.size -= oldest.length;
      this.forgotten += 1;
    }
  }

  get length(): number {
    return this.items.size;
  }

  /** All of it as the text of a JSON list. */
  toText(): string {
    return `[${[...this.items.values()].join(',')}]`;
  }

  /** The newest first. */
  newest(n: number): Record<string, unknown>[] {
    const found: Record<string, unknown>[] = [];
    for (let index = this.next - 1; index >= 0 && found.length < n; index--) {
      const text = this.items.get(index);
      if (text === undefined) break;
      found.push(JSON.parse(text) as Record<string, unknown>);
    }
    return found;
  }

  clear(): void {
    this.items.clear();
    this.size = this.forgotten = 0;
  }
}
