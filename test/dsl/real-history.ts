import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** 3,931 incidents of a real desk (test/data/README.md). */
export const historyFile = join(__dirname, '..', 'data', 'servicenow-incidents.csv.gz');

/** All rows of the first incidents, as a file in this folder. */
export function sliceOfHistory(folder: string, incidents: number): string {
  const [header = '', ...rows] = gunzipSync(readFileSync(historyFile)).toString().split('\n');
  const number = (row: string): string => row.slice(0, row.indexOf(','));
  const chosen = new Set([...new Set(rows.map(number))].filter((one) => one !== '').slice(0, incidents));
  const file = join(folder, `${incidents}-incidents.csv`);
  writeFileSync(file, [header, ...rows.filter((row) => chosen.has(number(row))), ''].join('\n'));
  return file;
}
