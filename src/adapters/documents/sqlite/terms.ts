import type { Connection } from './connection';

/**
 * Numbers that stand for the values of indexed lists, because a scope is a long name in ten indexes of every ticket. Numbers are
 * never reused, so a number read a moment ago cannot mean another value.
 */
export function createTerms(connection: Connection, table: string): void {
  connection.exec(`CREATE TABLE ${table} (number INTEGER PRIMARY KEY AUTOINCREMENT, value TEXT NOT NULL UNIQUE) STRICT`);
}

/** The table of values shared by all indexes of a collection, if any has one. */
export function termsOf(indexes: readonly { readonly terms?: string }[]): readonly string[] {
  return [...new Set(indexes.flatMap(({ terms = [] }) => terms))];
}

/** Null if no document has this value. */
export function numberOf(connection: Connection, table: string, value: string): number | null {
  return connection.get<{ number: number }>(`SELECT number FROM ${table} WHERE value = ?`, value)?.number ?? null;
}

/** For writers: also assigns numbers to new values. */
export function numbering(connection: Connection, table: string): (value: string) => number {
  const insertion = `INSERT INTO ${table} (value) VALUES (?)`;
  const known = new Map<string, number>();
  let turn = -1;
  return (value) => {
    // A rollback may take back new numbers, and another connection may delete unused ones.
    if (turn !== connection.turn()) known.clear();
    turn = connection.turn();
    const number = known.get(value) ?? numberOf(connection, table, value) ?? connection.insert(insertion, value);
    known.set(value, number);
    return number;
  };
}

/** Deletes values that no document has any more. */
export function forgetTerms(connection: Connection, table: string, indexes: readonly string[]): void {
  const unused = indexes.map((index) => `NOT EXISTS (SELECT 1 FROM ${index} WHERE k0 = number)`);
  connection.run(`DELETE FROM ${table} WHERE ${unused.join(' AND ')}`);
}
