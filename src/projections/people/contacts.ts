import { ERASED } from '../../domain/kernel/event';
import { parseStreamName } from '../../domain/kernel/ids';
import { openedText } from '../../domain/kernel/opened';
import type { ContactEvent } from '../../domain/people/contact';
import { foldBy, type FoldTable } from '../kernel/fold-table';
import type { Document } from '../kernel/documents.port';
import type { Projection, SeenFact } from '../kernel/projection';
import { listedByName, named } from './by-name';
import { phoneWords } from './phones';

/** A person without an account. */
export interface ContactItem extends Document {
  /** Revision of the newest fact, compared with If-Match. */
  readonly revision: number;
  readonly organisation: string;
  readonly name: string | null;
  readonly nameSort: string | null;
  readonly phones: readonly string[];
  /** The words that find the numbers (phones.ts). */
  readonly phoneWords: readonly string[];
  readonly emails: readonly string[];
  readonly erased: boolean;
}

const changes: FoldTable<ContactEvent, ContactItem> = {
  ContactRevised: (contact, fact) => ({
    ...contact,
    name: openedText(fact, 'name') ?? contact.name,
    ...withPhones(openedList(fact, 'phones') ?? contact.phones),
    emails: openedList(fact, 'emails') ?? contact.emails,
  }),
  SubjectErased: (contact) => ({ ...contact, name: ERASED, ...withPhones([]), emails: [], erased: true }),
};

export const contacts: Projection<ContactItem> = {
  name: 'contacts',
  version: 4,
  audience: 'everyone',
  ...listedByName,
  text: { fields: ['name', 'phoneWords'] },
  handles: ['ContactRecorded', ...Object.keys(changes)],
  opens: ['ContactRecorded', 'ContactRevised'],
  keys(fact) {
    const stream = parseStreamName(fact.stream);
    return stream?.category === 'contact' ? [stream.id] : [];
  },
  fold(contact, fact, key) {
    if (fact.type === 'ContactRecorded') return named(recorded(fact, key));
    if (contact === null) return null;
    return named({ ...foldBy<ContactEvent, ContactItem>(changes, contact, fact), revision: fact.revision });
  },
};

function recorded(fact: SeenFact, key: string): ContactItem {
  const { organisation } = fact.data as Extract<ContactEvent, { readonly type: 'ContactRecorded' }>['data'];
  const lists = { ...withPhones(openedList(fact, 'phones') ?? []), emails: openedList(fact, 'emails') ?? [] };
  return {
    _id: key,
    revision: fact.revision,
    organisation,
    name: openedText(fact, 'name'),
    nameSort: null,
    ...lists,
    erased: false,
  };
}

const withPhones = (phones: readonly string[]) => ({ phones, phoneWords: phoneWords(phones) });

/** Null when the fact never had it or its key is gone, because a list cannot hold ERASED. */
function openedList(fact: SeenFact, field: string): readonly string[] | null {
  const value = fact.opened[field];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : null;
}
