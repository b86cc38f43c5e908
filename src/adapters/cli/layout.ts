export type Cell = string | number | null;

/** Aligned columns: numbers to the right, text to the left, `–` for null. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const columns = head.map((title, column) => {
    const cells = rows.map((row) => row[column] ?? null);
    const width = Math.max(title.length, ...cells.map((cell) => format(cell).length));
    const numeric = cells.some((cell) => typeof cell === 'number');
    return (cell: Cell): string => (numeric ? format(cell).padStart(width) : format(cell).padEnd(width));
  });
  const line = (cells: readonly Cell[]): string =>
    columns
      .map((column, index) => column(cells[index] ?? null))
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(line).join('\n');
}

/** `name: value` lines with aligned values. */
export function pairs(entries: readonly (readonly [string, Cell])[]): string {
  const width = Math.max(...entries.map(([name]) => name.length)) + 2;
  return entries.map(([name, value]) => `${name}:`.padEnd(width) + format(value)).join('\n');
}

/** 28071 → 28,071, with at most two decimals. */
export function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${number(count)} ${count === 1 ? noun : nouns}`;
}

function format(cell: Cell): string {
  if (cell === null) return '–';
  return typeof cell === 'number' ? number(cell) : cell;
}
