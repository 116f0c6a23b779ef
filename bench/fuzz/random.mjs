// Random numbers that a seed gives again.

/** sfc32, seeded by two numbers: the run and the execution. */
export class Random {
  constructor(seed, execution) {
    this.a = seed | 0;
    this.b = execution | 0;
    this.c = Math.floor(execution / 0x1_0000_0000) ^ 0x9e3779b9;
    this.d = 1;
    for (let i = 0; i < 12; i++) this.next();
  }

  /** A whole number of 32 bits, without a sign. */
  next() {
    const sum = (this.a + this.b + this.d++) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A whole number from 0 to `limit`, without it. */
  below(limit) {
    return limit < 1 ? 0 : this.next() % limit;
  }

  /** True once in `n`. */
  once(n) {
    return this.below(n) === 0;
  }

  of(list) {
    return list[this.below(list.length)];
  }
}
