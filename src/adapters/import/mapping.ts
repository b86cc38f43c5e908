import { reject } from '../../domain/kernel/errors';

/** Translates a source's own words. A small JSON file from the operator (docs/import.md). */
export interface Mapping {
  /** Standard column name → name in the file. */
  readonly columns?: Words;
  /** Word in the file → word that the format knows. */
  readonly states?: Words;
  readonly priorities?: Words;
  readonly levels?: Words;
  readonly channels?: Words;
  /** Order of day and month in times such as 3/4/2016. Default: dmy. */
  readonly dates?: 'dmy' | 'mdy';
}

export type Words = { readonly [word: string]: string };

const tables = ['columns', 'states', 'priorities', 'levels', 'channels'] as const;

/** @throws {DomainError} invalid */
export function mappingFrom(text: string): Mapping {
  const read = parsed(text);
  const unknown = Object.keys(read).filter((key) => key !== 'dates' && !(tables as readonly string[]).includes(key));
  if (unknown.length > 0) refuse(`it has ${unknown.join(', ')}, but may have only ${tables.join(', ')} and dates`);
  for (const table of tables) if (read[table] !== undefined && !areWords(read[table])) refuse(`${table} must map words to words`);
  if (read['dates'] !== undefined && read['dates'] !== 'dmy' && read['dates'] !== 'mdy') refuse('dates must be "dmy" or "mdy"');
  return read;
}

function parsed(text: string): { readonly [key: string]: unknown } {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return { ...read };
  } catch (error) {
    refuse((error as Error).message);
  }
  return refuse('it must be an object');
}

function areWords(table: unknown): boolean {
  return typeof table === 'object' && table !== null && Object.values(table).every((word) => typeof word === 'string');
}

function refuse(because: string): never {
  return reject('invalid', `The mapping file cannot be used: ${because}.`);
}
