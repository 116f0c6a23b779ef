import { Table } from '../../../../src/detection/match/table.js';

describe('Table', () => {
  it('keeps its rows while it grows', () => {
    const table = new Table(3);
    for (let row = 0; row < 5000; row++) {
      expect(table.add()).toBe(row);
      table.cells[3 * row + 1] = row;
    }
    expect(table.size).toBe(5000);
    expect(Array.from({ length: 5000 }, (_, row) => table.cells[3 * row + 1])).toEqual([...Array(5000).keys()]);
    expect(table.cells[3 * 4999 + 2]).toBe(0);
  });
});
