import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Names, SourceTicket } from '../../../src/adapters/import/import-format';
import { servicenow } from '../../../src/adapters/import/servicenow.format';

/** Readable ids, so that a test shows who is meant. */
export const plainNames: Names = {
  contact: (name) => `contact ${name}`,
  user: (name) => `user ${name}`,
  team: (name) => `team ${name}`,
};

export async function realTickets(): Promise<readonly SourceTicket[]> {
  const tickets: SourceTicket[] = [];
  const input = createReadStream('test/data/servicenow-incidents.csv.gz').pipe(createGunzip());
  for await (const ticket of servicenow.read(input)) tickets.push(ticket);
  return tickets;
}
