import { isDeepStrictEqual } from 'node:util';
import { ERASED, itself } from '../../src/domain/kernel/event';
import type { TicketFacets } from '../../src/domain/ticket/ticket.facets';
import type { DomainEvent, Fact, FactActor, Opened, Origin, UserActor } from '../../src/domain/kernel/event';
import { streamName, type Category, type Subject } from '../../src/domain/kernel/ids';
import { minute, plus, type Instant } from '../../src/domain/kernel/instant';
import { anyField } from '../../src/domain/kernel/opened';
import { facetsOf, ticketAggregate, type TicketState } from '../../src/domain/ticket';
import type { TicketEvent } from '../../src/domain/ticket/ticket.events';
import { memoryDocuments } from '../../src/adapters/documents/memory.documents';
import { projections } from '../../src/projections';
import type { Document } from '../../src/projections/kernel/documents.port';
import { collectionSpec, type Projection, type SeenFact } from '../../src/projections/kernel/projection';
import type { ReadModels } from '../../src/projections/kernel/read-models';
import { id, noon } from './world';

export interface Circumstances {
  /** Default: a minute after the previous fact. */
  readonly at?: Instant;
  readonly by?: FactActor;
  readonly onBehalfOf?: UserActor;
  readonly origin?: Origin;
}

/** A log as the runner reads it. Facets come from the ticket's own evolve; boxes are open unless their key was destroyed. */
export class Chronicle {
  private readonly recorded: (Fact & { readonly opened: Opened })[] = [];
  private readonly states = new Map<string, TicketState>();
  private readonly destroyed = new Set<string>();
  private now = noon;

  ticket(ticket: string, event: TicketEvent, circumstances: Circumstances = {}): this {
    const stream = streamName('ticket', ticket);
    const before = this.states.get(stream) ?? ticketAggregate.initial;
    const at = this.time(circumstances);
    const after = ticketAggregate.evolve(before, { ...event, occurredAt: at, recordedAt: at });
    this.states.set(stream, after);
    return this.add(stream, event, { ...circumstances, at }, [facetsOf(before), facetsOf(after)]);
  }

  people(category: Category, of: string, event: DomainEvent, circumstances: Circumstances = {}): this {
    return this.add(streamName(category, of), event, { ...circumstances, at: this.time(circumstances) }, null);
  }

  /** Adds a fact with given facets, for histories that no ticket could have. */
  facets(ticket: string, event: TicketEvent, before: TicketFacets | null, after: TicketFacets): this {
    return this.add(streamName('ticket', ticket), event, { at: this.time({}) }, [before, after]);
  }

  destroyKeysOf(subject: Subject): this {
    for (const box of this.recorded.flatMap(({ sealed }) => sealed)) if (box.subject === subject) this.destroyed.add(box.keyId);
    return this;
  }

  get facts(): readonly SeenFact[] {
    return this.recorded.map((fact) => (fact.sealed.some(({ keyId }) => this.destroyed.has(keyId)) ? lost(fact) : fact));
  }

  private time({ at }: Circumstances): Instant {
    return (this.now = at ?? plus(this.now, minute));
  }

  private add(
    stream: string,
    { type, audience, data, confidential = [] }: DomainEvent,
    { at = noon, by = { system: 'test' }, onBehalfOf, origin = { kind: 'witnessed' } }: Circumstances,
    facets: readonly [TicketFacets | null, TicketFacets | null] | null,
  ): this {
    const number = this.recorded.length + 1;
    const fact = {
      ...{ id: id(number), type, stream, origin, audience, data, actor: by, onBehalfOf: onBehalfOf ?? null },
      revision: this.recorded.filter((earlier) => earlier.stream === stream).length,
      ...{ occurredAt: at, recordedAt: at, correlationId: id(number), causationId: null, salt: '', hash: `h${number}` },
      command: { id: id(number), digest: '' },
      sealed: confidential.map(({ subject: named }, i) => ({
        subject: named === itself ? (stream as Subject) : named,
        keyId: `key-${number}-${i}`,
        keyHash: '',
        nonce: '',
        text: '',
      })),
      contentHash: `c${number}`,
      facets: facets === null ? null : { before: facets[0], after: facets[1] },
      position: String(number).padStart(16, '0'),
      logIndex: number,
      opened: Object.assign({}, ...confidential.map(({ values }) => values)) as Opened,
    };
    this.recorded.push(fact);
    return this;
  }
}

function lost(fact: SeenFact): SeenFact {
  return { ...fact, opened: { [anyField]: ERASED } };
}

/** The projection's documents after these facts, by id. Every batch is folded twice, as after a crash. */
export function projected<D extends Document>(projection: Projection<D>, facts: readonly SeenFact[]): ReadonlyMap<string, D> {
  const kept = new Map<string, Kept<D>>();
  for (let from = 0; from < facts.length; from += 3) {
    const batch = facts.slice(from, from + 3);
    for (const fact of [...batch, ...batch]) hand(projection, fact, kept);
  }
  return new Map([...kept].flatMap(([key, { document }]) => (document === null ? [] : [[key, document]])));
}

function hand<D extends Document>(projection: Projection<D>, fact: SeenFact, kept: Map<string, Kept<D>>): void {
  if (!isMeantFor(projection, fact)) return;
  const seen = (projection.opens as readonly string[]).includes(fact.type) ? fact : { ...fact, opened: {} };
  for (const key of projection.keys(seen)) {
    const before = kept.get(key) ?? { document: null, position: '' };
    if (before.position >= fact.position) continue;
    const document = projection.fold(before.document, seen, key);
    if (document !== null) expectPlain(document, key);
    kept.set(key, { document: deeplyFrozen(document), position: fact.position });
  }
}

interface Kept<D> {
  readonly document: D | null;
  readonly position: string;
}

function isMeantFor<D extends Document>({ audience, handles }: Projection<D>, fact: SeenFact): boolean {
  if (audience === 'everyone' && fact.audience === 'staff') return false;
  if (handles === 'moves') return JSON.stringify(fact.facets?.before) !== JSON.stringify(fact.facets?.after);
  return handles === 'all' || handles.includes(fact.type);
}

/** Checks that no store would change or lose anything. Called with every fact, so it avoids jest unless there is a difference. */
function expectPlain(document: Document, key: string): void {
  const stored: unknown = JSON.parse(JSON.stringify(document));
  if (document._id === key && isDeepStrictEqual(stored, document)) return;
  expect(document._id).toBe(key);
  expect(stored).toEqual(document);
}

function deeplyFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deeplyFrozen);
  return value;
}

/** All read models of the product over these facts, in a real store. */
export async function readModelsOf(facts: readonly SeenFact[]): Promise<ReadModels> {
  const documents = memoryDocuments();
  for (const projection of projections) {
    const { name } = projection;
    await documents.prepare(collectionSpec(name, projection));
    const kept = projected(projection, facts);
    await documents.write([...kept].map(([key, document]) => ({ collection: name, id: key, document })));
  }
  return {
    get: (collection, key) => documents.get(collection, key),
    getMany: (collection, keys) => documents.getMany(collection, keys),
    find: (collection, query) => documents.find(collection, query),
    count: (collection, where) => documents.count(collection, where),
    status: () => Promise.resolve([]),
    waitFor: () => Promise.resolve(true),
  };
}
