import type { Condition, Document } from '../kernel/documents.port';
import type { Projection, SeenFact } from '../kernel/projection';
import type { AttachedFile } from '../../domain/ticket/ticket.events';

/**
 * A key that protects a person's data. Erasing the person destroys all of their keys (rule 7). `_id` =
 * `<subject>/<logIndex>/<keyId>`, so the keys before or after a fact are one range of ids.
 */
export interface SubjectKey extends Document {
  readonly keyId: string;
  readonly stream: string;
}

export const subjectKeys: Projection<SubjectKey> = {
  name: 'keys-by-subject',
  version: 1,
  audience: 'staff',
  indexes: [],
  handles: 'all',
  opens: [],
  keys: (fact) => [...new Set([...boxKeys(fact), ...fileKeys(fact)])],
  begins: () => true,
  fold: (_, fact, key) => ({ _id: key, keyId: key.slice(key.lastIndexOf('/') + 1), stream: fact.stream }),
};

/** The subject's keys in facts before this one. */
export function givenBefore(subject: string, logIndex: number): readonly Condition[] {
  return [{ field: '_id', gt: `${subject}/`, lt: placeOf(subject, logIndex) }];
}

/** The subject's keys in facts after this one. "0" is the character after "/". */
export function givenSince(subject: string, logIndex: number): readonly Condition[] {
  return [{ field: '_id', gt: placeOf(subject, logIndex + 1), lt: `${subject}0` }];
}

function placeOf(subject: string, logIndex: number): string {
  return `${subject}/${String(logIndex).padStart(12, '0')}/`;
}

function boxKeys({ sealed, logIndex }: SeenFact): readonly string[] {
  return sealed.map(({ subject, keyId }) => placeOf(subject, logIndex) + keyId);
}

/** A file belongs to the subject of its name, because the fact that attaches it holds one box. */
function fileKeys(fact: SeenFact): readonly string[] {
  const subject = fact.sealed[0]?.subject;
  if (fact.type !== 'FilesAttached' || subject === undefined) return [];
  const { files } = fact.data as { readonly files: readonly AttachedFile[] };
  return files.map(({ keyId }) => placeOf(subject, fact.logIndex) + keyId);
}
