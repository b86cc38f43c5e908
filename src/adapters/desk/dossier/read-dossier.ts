import { ERASED, type Opened } from '../../../domain/kernel/event';
import { anyField } from '../../../domain/kernel/opened';
import { redactedIn } from '../../../domain/process/when-erased-destroy-keys';
import { streamName, type TicketId } from '../../../domain/kernel/ids';
import type { Document } from '../../../projections/kernel/documents.port';
import type { Projection, SeenFact } from '../../../projections/kernel/projection';
import { isStaff, type Actor } from '../../../domain/people/actor';
import { canRead } from '../../../domain/ticket/ticket.facets';
import { compareBy } from '../../../projections/kernel/scalars';
import { fullSort } from '../../../projections/kernel/served-by';
import { activityEveryone, activityOrder, activityStaffOnly, type ActivityLine } from '../../../projections/tickets/activity';
import { mayOpen } from '../../../projections/tickets/opened-for';
import { ticketDetailEveryone, ticketDetailStaff } from '../../../projections/tickets/ticket-detail';
import type { TicketDetail } from '../../../projections/tickets/ticket-detail.document';
import { readableFacts, type FactCodec } from '../../eventstore/codec';
import { withLogIndexes, type EventStore, type StoredFact } from '../../eventstore/event-store.port';
import type { DossierTicket } from './dossier-model';

export interface DossierSource {
  readonly log: Pick<EventStore, 'readStream' | 'countedTo' | 'logIndexOf'>;
  readonly codec: Pick<FactCodec, 'decode' | 'open'>;
}

/** A ticket with the facts behind it. */
export interface ReadTicket extends DossierTicket {
  readonly stored: readonly StoredFact[];
}

const models = {
  everyone: {
    detail: ticketDetailEveryone,
    activity: { everyone: activityEveryone, staff: null },
  },
  staff: {
    detail: ticketDetailStaff,
    activity: { everyone: activityEveryone, staff: activityStaffOnly },
  },
} as const;

/** A box as one without a key reads. */
const erased: Opened = { [anyField]: ERASED };

const modelOf = (actor: Actor) => models[isStaff(actor) ? 'staff' : 'everyone'];

/**
 * A ticket as the read models for this reader would have it after its newest fact, exports at the end left out: so two exports without
 * anything between them hold the same. Null where there is no such ticket.
 */
export async function readTicket(source: DossierSource, actor: Actor, ticket: TicketId): Promise<ReadTicket | null> {
  const all = await withLogIndexes(source.log, await source.log.readStream(streamName('ticket', ticket)));
  const stored = all.slice(0, all.findLastIndex(({ type }) => type !== 'DossierExported') + 1);
  const facts = await openedFor(source, actor, stored);
  const { detail, activity } = modelOf(actor);
  const document = projected<TicketDetail>(detail, facts).get(ticket);
  if (document === undefined || !canRead(actor, document.scopes)) return null;
  const lines = [...linesOf(activity.everyone, facts), ...(activity.staff === null ? [] : linesOf(activity.staff, facts))];
  return { detail: document, facts, activity: lines.sort(compareBy(fullSort(activityOrder))), stored };
}

/** The facts that the reader may see, with the texts that they may read. One that is redacted is not read, although its key may still live. */
async function openedFor(source: DossierSource, actor: Actor, stored: readonly StoredFact[]): Promise<readonly SeenFact[]> {
  const whole = readableFacts(stored, (fact) => source.codec.decode(fact));
  const isRedacted = redactedIn(whole);
  const decoded = whole.filter(({ audience }) => isStaff(actor) || audience === 'everyone');
  const readable = decoded.filter((fact) => mayOpen(actor, fact));
  const opened = await source.codec.open(readable);
  const values = new Map(readable.map((fact, at) => [fact.id, isRedacted(fact) ? erased : (opened[at] ?? {})]));
  return decoded.map((fact) => ({ ...fact, opened: values.get(fact.id) ?? {} }));
}

/** The ticket's duplicates, theirs and so on, the nearest first, as far as the reader may see them (rule 3). */
export async function readDuplicates(
  source: DossierSource,
  actor: Actor,
  { detail }: ReadTicket,
): Promise<readonly ReadTicket[]> {
  const found = new Map<string, ReadTicket>();
  const seen = new Set([detail._id]);
  const queue = [...detail.duplicates];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const duplicate = await readTicket(source, actor, id);
    if (duplicate === null) continue;
    found.set(id, duplicate);
    queue.push(...duplicate.detail.duplicates);
  }
  return [...found.values()];
}

/** One that was altered is left out here; the chain in facts.jsonl shows it. */
/** Folds facts as the runner does: a model for everyone never receives one for staff. */
function projected<D extends Document>(model: Projection<D>, facts: readonly SeenFact[]): ReadonlyMap<string, D> {
  const documents = new Map<string, D>();
  for (const fact of facts) {
    if (model.audience === 'everyone' && fact.audience === 'staff') continue;
    for (const key of model.keys(fact)) {
      const next = model.fold(documents.get(key) ?? null, fact, key);
      if (next === null) documents.delete(key);
      else documents.set(key, next);
    }
  }
  return documents;
}

const linesOf = (model: Projection<ActivityLine>, facts: readonly SeenFact[]): readonly ActivityLine[] => [
  ...projected(model, facts).values(),
];
