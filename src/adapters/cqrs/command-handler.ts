import { createHmac } from 'node:crypto';
import { DomainError, reject, stale, type ErrorCode } from '../../domain/kernel/errors';
import type { DecisionContext, Need, World } from '../../domain/context';
import type { DomainEvent, Recorded } from '../../domain/kernel/event';
import { streamName, type Category } from '../../domain/kernel/ids';
import { later, type Instant } from '../../domain/kernel/instant';
import { canonicalText } from '../eventstore/canonical';
import type { FactCodec, FactDraft } from '../eventstore/codec';
import { OutcomeUncertain, StoreUnavailable, WrongExpectedRevision } from '../eventstore/errors';
import type { EventStore } from '../eventstore/event-store.port';
import type { Clock, Ids } from '../system/clock.port';
import { Turns } from './turns';
import { asRefusal } from './as-refusal';
import type { CommandExecutor } from './command-executor.port';
import type { CommandOutcome, CommandRequest } from './execute-command';
import { liftedOccurredAt } from './occurred-at';
import { patience } from './patience';
import type { AnyAggregate } from '../../domain/aggregates';
import { advanceTo, unchanged, type Folded, type Streams } from './streams';

export interface CommandHandlerParts {
  readonly store: Pick<EventStore, 'append'>;
  readonly streams: Streams;
  readonly aggregates: Readonly<Partial<Record<Category, AnyAggregate>>>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly world: (needs: readonly Need[]) => Promise<World>;
  readonly digestSecret: Buffer;
  readonly encode: FactCodec['encode'];
  /** Milliseconds. */
  readonly patience?: number;
}

interface Decided {
  readonly request: CommandRequest;
  readonly digest: string;
  readonly aggregate: AnyAggregate;
  readonly folded: Folded;
}

interface Drafted {
  readonly drafts: readonly FactDraft[];
  readonly recordedAt: Instant;
  /** The state after these facts. */
  readonly state: unknown;
}

/** Another command was faster, or it is unknown whether ours was recorded. */
type Undecided = 'conflict' | OutcomeUncertain;

/** Load, fold, decide, append: the only way to record anything (style 17, 18). */
export class CommandHandler implements CommandExecutor {
  /** Commands of this process on one stream run in sequence, instead of all but one being refused. */
  private readonly turns = new Turns();

  constructor(private readonly parts: CommandHandlerParts) {}

  async execute(request: CommandRequest): Promise<CommandOutcome> {
    const aggregate = this.parts.aggregates[request.category];
    if (aggregate === undefined) throw new Error(`no aggregate is registered for ${request.category}`);
    try {
      const asked = { request, digest: this.digest(request), aggregate };
      return await this.turns.take(streamName(request.category, request.id), () => this.decideUntilRecorded(asked));
    } catch (error) {
      throw asRefusal(error);
    }
  }

  /** Decides again on the stream's newest facts after a conflict, or if a refusal or "nothing to do" rests on a cached state. */
  private async decideUntilRecorded(asked: Omit<Decided, 'folded'>): Promise<CommandOutcome> {
    const { streams } = this.parts;
    const loaded = await streams.load(asked.aggregate, streamName(asked.request.category, asked.request.id));
    let { folded } = loaded;
    let believed = !loaded.cached;
    let lost: OutcomeUncertain | null = null;
    try {
      for (const mayGoOn = patience(this.parts.patience); await mayGoOn(lost !== null);) {
        const outcome = await this.attempt({ ...asked, folded }).catch(refusalIn);
        const settled = settle(outcome, believed);
        if (settled !== null) return claimed(settled, lost);
        if (outcome instanceof OutcomeUncertain) lost = outcome;
        const newest = await streams.refresh(asked.aggregate, folded);
        [folded, believed] = [newest, true];
      }
    } catch (error) {
      throw stillInDoubt(error, lost);
    }
    throw lost ?? new DomainError('conflict', 'Others keep changing this at the same time. Nothing was recorded; try again.');
  }

  private async attempt(decided: Decided): Promise<CommandOutcome | Undecided> {
    const { request, digest, folded } = decided;
    const repeat = repeated(request, digest, folded);
    if (repeat !== null) return repeat;
    mayProceed(folded);
    const context = await this.context(decided);
    const events = decideAsAsked(decided, context);
    if (events.length === 0 || request.rehearsal === true) return unchanged(folded);
    return this.append(decided, this.draft(decided, context, events));
  }

  private async context({ request, aggregate, folded }: Decided): Promise<DecisionContext> {
    const { clock, ids, world } = this.parts;
    const time = clock.now();
    const now = folded.recordedAt === null ? time : later(time, folded.recordedAt);
    const latest = aggregate.latest?.(folded.state) ?? null;
    return {
      actor: request.actor,
      onBehalfOf: request.onBehalfOf ?? null,
      origin: request.origin ?? { kind: 'witnessed' },
      now,
      at: liftedOccurredAt(request, { clock: time, now, latest }),
      newId: () => ids.next(),
      world: await world([...organisationsOf(request), ...aggregate.needs(request.command, folded.state)]),
    };
  }

  private draft(decided: Decided, context: DecisionContext, events: readonly DomainEvent[]): Drafted {
    const { request, digest, aggregate, folded } = decided;
    const times: Recorded = { occurredAt: context.at, recordedAt: context.now };
    let state = folded.state;
    const drafts = events.map((event): FactDraft => {
      const before = aggregate.facets(state);
      state = aggregate.evolve(state, { ...event, ...times }) as unknown;
      const after = aggregate.facets(state);
      return {
        id: this.parts.ids.next(),
        type: event.type,
        stream: folded.stream,
        ...times,
        origin: event.implied ? { ...context.origin, kind: 'implied' } : context.origin,
        audience: event.audience,
        actor: { user: request.actor.user, organisation: request.actor.organisation },
        onBehalfOf: context.onBehalfOf,
        command: { id: request.commandId, digest },
        correlationId: request.correlationId,
        causationId: request.causationId ?? null,
        data: event.data,
        confidential: event.confidential ?? [],
        facets: after === null ? null : { before, after },
      };
    });
    return { drafts, recordedAt: context.now, state };
  }

  private async append(
    { request, digest, folded }: Decided,
    { drafts, recordedAt, state }: Drafted,
  ): Promise<CommandOutcome | Undecided> {
    const { store, streams, encode } = this.parts;
    const encoded = await encode(drafts, folded);
    try {
      const { position } = await store.append(folded.stream, folded.revision, encoded);
      const common = { command: { id: request.commandId, digest }, recordedAt, position };
      const facts = encoded.map(({ type, revision, hash }) => ({ type, revision, hash, ...common }));
      streams.recorded(advanceTo(state, folded, facts));
      const { stream, revision } = folded;
      return { stream, revision: revision + facts.length, position, recorded: facts.map(({ type }) => type), repeated: false };
    } catch (error) {
      if (error instanceof WrongExpectedRevision) return 'conflict';
      // The next attempt finds a lost answer by its command id. It never resends blindly.
      if (error instanceof OutcomeUncertain) return error;
      throw error;
    }
  }

  /** Keyed, so that nobody can guess a body, such as a name or a complaint, from its digest. */
  private digest({ category, id, command, body }: CommandRequest): string {
    const text = canonicalText({ category, id, command: command.type, body });
    return createHmac('sha256', this.parts.digestSecret).update(text).digest('hex');
  }
}

/** The organisations of the asker and of the person they act for, which every decision may read (domain/context.ts). */
function organisationsOf({ actor, onBehalfOf }: CommandRequest): readonly Need[] {
  const other = onBehalfOf?.organisation ?? actor.organisation;
  const ours: Need = ['organisation', actor.organisation];
  return other === actor.organisation ? [ours] : [ours, ['organisation', other]];
}

/** Null when the command must be decided again: the outcome is unknown, or a refusal or "nothing to do" rests on a cached state. */
function settle(outcome: CommandOutcome | DomainError | Undecided, believed: boolean): CommandOutcome | null {
  if (outcome === 'conflict' || outcome instanceof OutcomeUncertain) return null;
  if (outcome instanceof DomainError) {
    if (believed) throw outcome;
    return null;
  }
  return believed || outcome.recorded.length > 0 ? outcome : null;
}

/** A command found after a lost answer is our own, not a repeat. */
function claimed(outcome: CommandOutcome, lost: OutcomeUncertain | null): CommandOutcome {
  return lost === null ? outcome : { ...outcome, repeated: false };
}

/** If the search for a lost command fails, its outcome stays uncertain. */
function stillInDoubt(error: unknown, lost: OutcomeUncertain | null): unknown {
  return lost !== null && error instanceof StoreUnavailable ? lost : error;
}

function repeated(request: CommandRequest, digest: string, folded: Folded): CommandOutcome | null {
  const done = folded.done.get(request.commandId);
  if (done === undefined) return null;
  if (done.digest !== digest) {
    reject('idempotency-key-reused', 'You used this Idempotency-Key before, with another body. Use a new key for a new command.');
  }
  const { revision, position, recorded } = done;
  return { stream: folded.stream, revision, position, recorded, repeated: true };
}

function mayProceed({ unknownType }: Folded): void {
  if (unknownType === null) return;
  reject('upgrade-in-progress', 'A newer version of the server has written to this. Try again when the upgrade is complete.', {
    unknownType,
  });
}

/** `unknown` and permission errors win over a stale If-Match (RFC 9110 §13.2.1), and never reveal the revision. */
function decideAsAsked({ request, aggregate, folded }: Decided, context: DecisionContext): readonly DomainEvent[] {
  const { command, expectedRevision = folded.revision } = request;
  const expected = [expectedRevision].flat();
  const isStale = !expected.includes(folded.revision);
  let events: readonly DomainEvent[] = [];
  try {
    events = aggregate.decide(command, folded.state, context) as readonly DomainEvent[];
  } catch (error) {
    if (!isStale || aboutTheAsker.has(refusalIn(error).code)) throw error;
  }
  if (isStale) throw stale(Math.max(...expected), folded.revision);
  return events;
}

const aboutTheAsker: ReadonlySet<ErrorCode> = new Set(['unknown', 'not-permitted', 'not-handler', 'not-assignee', 'not-creator']);

/** Returns a refusal of the decision. Rethrows any other error, such as one of the store. */
function refusalIn(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  throw error;
}
