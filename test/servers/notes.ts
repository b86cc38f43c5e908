import { appendFileSync } from 'node:fs';

/** Records on which server a suite ran. `npm test` prints the notes at its end. */
export function note(line: string): void {
  const file = process.env['TEST_NOTES'];
  if (file === undefined) process.stderr.write(`${line}\n`);
  else appendFileSync(file, `${line}\n`);
}
