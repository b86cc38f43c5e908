import { DocumentRefused } from '../../../projections/kernel/documents.port';
import type { CollectionSpec, Document, IndexSpec } from '../../../projections/kernel/documents.port';
import { entriesOf, isWatched, notUnique } from '../entries';
import type { Table } from './stored';

/** The values of one document that one unique index covers. */
export interface UniqueKey {
  readonly index: IndexSpec;
  readonly name: string;
  /** Its values as JSON, one per index entry. */
  readonly values: readonly string[];
}

export function uniqueName({ fields }: IndexSpec): string {
  return fields.map(({ field }) => field).join(' ');
}

/**
 * Checks all indexes, so that a document that does not fit one is refused here.
 * @throws {DocumentRefused}
 */
export function uniqueKeys({ name, indexes }: CollectionSpec, document: Document): readonly UniqueKey[] {
  return indexes.flatMap((index) => {
    const watched = entriesOf(name, index, document).filter((entry) => isWatched(index, entry));
    const values = watched.map((entry) => JSON.stringify(entry.slice(0, -1)));
    return values.length === 0 ? [] : [{ index, name: uniqueName(index), values }];
  });
}

/**
 * Checks before anything of a batch is written, because there is no transaction to roll back. The index itself refuses a
 * concurrent write.
 * @throws {DocumentRefused}
 */
export async function refuseTaken({ spec, kept }: Table, documents: readonly Document[]): Promise<void> {
  const holders = new Map<string, string>();
  const ids = documents.map(({ _id }) => _id);
  for (const document of documents) {
    for (const { index, name, values } of uniqueKeys(spec, document)) {
      const inBatch = values.map((value) => holders.get(`${name} ${value}`)).find((id) => id !== undefined);
      const path = `_unique.${name}`;
      const other = inBatch ?? (await kept.findOne({ [path]: { $in: values }, _id: { $nin: ids } }))?._id;
      if (other !== undefined) throw notUnique(spec.name, index, document._id);
      for (const value of values) holders.set(`${name} ${value}`, document._id);
    }
  }
}

/** The index refused a value that looked free a moment ago. */
export function takenMeanwhile({ name }: CollectionSpec, id: string): DocumentRefused {
  return new DocumentRefused(name, id, 'another document has just taken a value that must be unique');
}
