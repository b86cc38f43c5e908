import { isDeepStrictEqual } from 'node:util';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import { plain, type Plain } from '../../projections/kernel/plain';
import type { KeptLetterhead, Letterheads, NextLetterhead } from './letterheads.port';

/** `_id` is the organisation. */
interface LetterheadDocument extends Document {
  readonly letterhead: Plain<KeptLetterhead>;
}

const collection = 'letterheads';

/** Kept in the `ops` database: a letterhead changes how dossiers look, and not what happened. */
export async function letterheadStore(documents: Documents): Promise<Letterheads> {
  await documents.prepare({ name: collection, indexes: [] });
  return {
    of: async (organisation) => (await documents.get<LetterheadDocument>(collection, organisation))?.letterhead ?? null,
    async set(organisation, next, at) {
      for (;;) {
        const before = await documents.getVersioned<LetterheadDocument>(collection, organisation);
        const known = before?.document.letterhead ?? unset;
        const letterhead = changed(known, next, at);
        if (letterhead === known) return known;
        const document = { _id: organisation, letterhead: plain(letterhead) };
        if (await documents.swap(collection, organisation, before?.version ?? null, document)) return letterhead;
      }
    },
  };
}

const unset: KeptLetterhead = { name: '', address: '', footer: '', logo: null, version: 0, changedAt: '' };

/** The same object if nothing changes. */
function changed(known: KeptLetterhead, next: NextLetterhead, at: string): KeptLetterhead {
  const { logo = known.logo, ...texts } = next;
  const isSame = isDeepStrictEqual({ ...known, ...texts, logo }, known);
  return isSame && known.version > 0 ? known : { ...texts, logo, version: known.version + 1, changedAt: at };
}
