const FIRST_ROWS = 1024;

/** Rows of cells, in one array that grows: thousands of small arrays would take longer to make than what is in them. */
export class Table {
  /** Another array after rows were added. */
  cells: Int32Array;
  private rows = 0;

  constructor(readonly width: number) {
    this.cells = new Int32Array(FIRST_ROWS * width);
  }

  get size(): number {
    return this.rows;
  }

  /** Adds a row of zeros; answers its number. */
  add(): number {
    const { width } = this;
    if ((this.rows + 1) * width > this.cells.length) {
      const larger = new Int32Array(2 * this.cells.length);
      larger.set(this.cells);
      this.cells = larger;
    }
    return this.rows++;
  }
}
