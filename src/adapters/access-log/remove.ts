import type { Instant } from '../../domain/kernel/instant';
import type { Documents } from '../../projections/kernel/documents.port';
import type { Clock } from '../system/clock.port';
import { allOf } from './pages-of';
import {
  entriesCollection,
  entryId,
  headsCollection,
  marksCollection,
  sealOf,
  type EntryDocument,
  type HeadDocument,
  type MarkDocument,
} from './links';

interface RemoveParts {
  readonly documents: Documents;
  readonly secret: Buffer;
  readonly clock: Clock;
}

const perTurn = 500;

/** Removes the oldest entries of every chain in batches. Each batch seals its mark before it deletes. */
export async function removeBefore(instant: Instant, parts: RemoveParts): Promise<number> {
  let removed = 0;
  for (const { _id: chain } of await allOf<HeadDocument>(parts.documents, headsCollection)) {
    for (let gone = perTurn; gone === perTurn; removed += gone) gone = await removeSome(chain, instant, parts);
  }
  return removed;
}

async function removeSome(chain: string, instant: Instant, { documents, secret, clock }: RemoveParts): Promise<number> {
  const known = await documents.getVersioned<MarkDocument>(marksCollection, chain);
  const mark = known?.document ?? { index: 0, removed: 0 };
  const where = [{ field: '_id', gt: `${chain}/`, lt: `${chain}0` }];
  const { items } = await documents.find<EntryDocument>(entriesCollection, { where, limit: perTurn });
  const old = items.slice(0, firstKept(items, instant));
  const end = old.at(-1);
  if (end === undefined) return 0;
  if (end.index > mark.index) {
    const next = {
      _id: chain,
      index: end.index,
      hash: end.hash,
      removed: mark.removed + end.index - mark.index,
      at: clock.now(),
    };
    const sealed: MarkDocument = { ...next, seal: sealOf(next, secret) };
    // Another process removes entries too, so leave the rest to it.
    if (!(await documents.swap(marksCollection, chain, known?.version ?? null, sealed))) return 0;
  }
  await documents.write(old.map(({ index }) => ({ collection: entriesCollection, id: entryId(chain, index), document: null })));
  return old.length;
}

/** Removes only a prefix, so that the chain stays whole even after the clock was set back. */
function firstKept(items: readonly EntryDocument[], instant: Instant): number {
  const at = items.findIndex((entry) => entry.at >= instant);
  return at === -1 ? items.length : at;
}
