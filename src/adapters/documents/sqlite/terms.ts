import type { Connection } from './connection';

/**
 * Values of lists that are indexed, each with a number that stands for it in every line: a scope is a long name in ten indexes of every ticket.
 * Numbers are never used twice, so that one found a moment ago cannot mean another value.
 */
export function createTerms(connection: Connection, table: string): void {
  connection.exec(`CREATE TABLE ${table} (number INTEGER PRIMARY KEY AUTOINCREMENT, value TEXT NOT NULL UNIQUE) STRICT`);
}

/** The one table of values that all indexes of a collection share, where any has one. */
export function termsOf(indexes: readonly { readonly terms?: string }[]): readonly string[] {
  return [...new Set(indexes.flatMap(({ terms = [] }) => terms))];
}

/** Null: nothing was ever listed under this value, or nothing is any more. */
export function numberOf(connection: Connection, table: string, value: string): number | null {
  return connection.get<{ number: number }>(`SELECT number FROM ${table} WHERE value = ?`, value)?.number ?? null;
}

/** For a writer: gives a number to a value that has none. */
export function numbering(connection: Connection, table: string): (value: string) => number {
  const insertion = `INSERT INTO ${table} (value) VALUES (?)`;
  const known = new Map<string, number>();
  let turn = -1;
  return (value) => {
    // What a transaction gave may be taken back with it, and another connection may forget what nothing needs.
    if (turn !== connection.turn()) known.clear();
    turn = connection.turn();
    const number = known.get(value) ?? numberOf(connection, table, value) ?? connection.insert(insertion, value);
    known.set(value, number);
    return number;
  };
}

/** Leaves no value that no document has any more. */
export function forgetTerms(connection: Connection, table: string, indexes: readonly string[]): void {
  const unused = indexes.map((index) => `NOT EXISTS (SELECT 1 FROM ${index} WHERE k0 = number)`);
  connection.run(`DELETE FROM ${table} WHERE ${unused.join(' AND ')}`);
}
