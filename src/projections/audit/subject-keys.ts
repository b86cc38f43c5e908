import type { Document } from '../kernel/documents.port';
import type { Projection, SeenFact } from '../kernel/projection';
import type { AttachedFile } from '../../domain/ticket/ticket.events';

/** A key that holds data of a person: erasing them destroys every one (rule 7). `_id` = `<subject>/<keyId>`. */
export interface SubjectKey extends Document {
  readonly subject: string;
  readonly keyId: string;
  readonly stream: string;
  readonly logIndex: number;
}

export const subjectKeys: Projection<SubjectKey> = {
  name: 'subject-keys',
  version: 2,
  audience: 'staff',
  indexes: [{ fields: [{ field: 'subject' }, { field: 'logIndex' }] }],
  handles: 'all',
  opens: [],
  keys: (fact) => [...new Set([...boxKeys(fact), ...fileKeys(fact)])],
  fold(known, fact, key) {
    if (known !== null) return known;
    const slash = key.indexOf('/');
    return { _id: key, subject: key.slice(0, slash), keyId: key.slice(slash + 1), stream: fact.stream, logIndex: fact.logIndex };
  },
};

function boxKeys(fact: SeenFact): readonly string[] {
  return fact.sealed.map((box) => `${box.subject}/${box.keyId}`);
}

/** A file belongs to whom its name belongs to: the fact that attaches it holds one box. */
function fileKeys(fact: SeenFact): readonly string[] {
  const subject = fact.sealed[0]?.subject;
  if (fact.type !== 'FilesAttached' || subject === undefined) return [];
  const { files } = fact.data as { readonly files: readonly AttachedFile[] };
  return files.map(({ keyId }) => `${subject}/${keyId}`);
}
