import { resolve } from 'node:path';

/** npm runs scripts in the repository's folder; INIT_CWD is where the person stood when they typed it. */
export function fromWhereTheyStand(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}
