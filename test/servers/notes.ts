import { appendFileSync } from 'node:fs';

/** For whoever reads the outcome: which server a suite ran on. `npm test` gathers the lines and prints them at its end. */
export function note(line: string): void {
  const file = process.env['TEST_NOTES'];
  if (file === undefined) process.stderr.write(`${line}\n`);
  else appendFileSync(file, `${line}\n`);
}
