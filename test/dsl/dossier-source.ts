import type { DossierSource } from '../../src/adapters/desk/dossier/read-dossier';
import type { StoredFact } from '../../src/adapters/eventstore/event-store.port';
import type { KeyRing } from '../../src/adapters/keys/key-ring.port';
import type { Fact } from '../../src/domain/kernel/event';
import type { SeenFact } from '../../src/projections/kernel/projection';

/** A log of these facts as dossiers read it. Every key lives. */
export function dossierSource(facts: readonly SeenFact[]): DossierSource & { readonly keys: Pick<KeyRing, 'open'> } {
  const stored = facts.map((fact): StoredFact => ({ ...(fact as unknown as StoredFact), content: JSON.stringify(fact) }));
  const seen = new Map(facts.map((fact) => [fact.id, fact]));
  return {
    log: {
      readStream: (stream) => Promise.resolve(stored.filter((fact) => fact.stream === stream)),
      countedTo: () => Promise.resolve(),
      logIndexOf: (position) => Number(position),
    },
    codec: {
      decode: ({ content }) => ({ ...(JSON.parse(content) as Fact), opened: {} }),
      open: (wanted) => Promise.resolve(wanted.map(({ id }) => seen.get(id)?.opened ?? {})),
    },
    keys: { open: (ids) => Promise.resolve(new Map(ids.map((id) => [id, Buffer.from(`key of ${id}`)]))) },
  };
}
