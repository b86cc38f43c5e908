import type { Document, Documents } from '../../projections/kernel/documents.port';

export const bindingCollection = 'binding';
const id = 'log';

interface Binding extends Document {
  readonly logId: string;
}

/** The database was made beside another log. */
export class WrongLog extends Error {
  constructor(database: string, bound: string, logId: string) {
    super(
      `the database "${database}" belongs to another log (${bound}) than the one given (${logId}). Nothing was changed. Put the log and its ` +
        `databases of one installation together; after restoring a backup take all of them from the same installation`,
    );
    this.name = 'WrongLog';
  }
}

/**
 * Ties a database to the log it goes with; the first start does it.
 * @throws {WrongLog} it is tied to another one
 */
export async function bindToLog(documents: Documents, database: 'ops' | 'keys', logId: string): Promise<void> {
  await documents.prepare({ name: bindingCollection, indexes: [] });
  const binding: Binding = { _id: id, logId };
  if (await documents.swap(bindingCollection, id, null, binding)) return;
  const bound = await documents.get<Binding>(bindingCollection, id);
  if (bound?.logId !== logId) throw new WrongLog(database, String(bound?.logId), logId);
}
