import fc from 'fast-check';
import type { DecisionContext } from '../../../src/domain/context';
import { DomainError } from '../../../src/domain/kernel/errors';
import type { UserActor } from '../../../src/domain/kernel/event';
import { minute, plus } from '../../../src/domain/kernel/instant';
import { allowedCommands, ticketAggregate, type Field, type TicketState } from '../../../src/domain/ticket';
import { ticketCommands, type TicketCommand } from '../../../src/domain/ticket/ticket.commands';
import { commandTypes } from '../../../src/domain/ticket/ticket.phases';
import { engagements, gates, kinds, type TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { permissions } from '../../../src/domain/people/permission';
import { valuesOf } from '../../dsl/values';
import { id } from '../../dsl/world';
import {
  as,
  context,
  distributor,
  ended,
  facts,
  importing,
  issue,
  open,
  opened,
  partner,
  past,
  people,
  photo,
  provider,
  root,
  secondTeam,
  team,
} from './desk';

const oneOf = <Value>(...values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);
const reason = oneOf('Because.', 'For another reason.');
const audience = fc.option(oneOf('everyone', 'staff'), { nil: undefined });
const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined });
const technician = oneOf(people.technician.user, people.colleague.user, people.agent.user);
const file = oneOf(photo, { ...photo, file: id(52), name: 'second.png' });
const explained = { reason, audience, files: optional(fc.array(file, { maxLength: 2 })) };
const until = oneOf(null, '2026-11-01T06:00:00.000Z', '2030-01-01T00:00:00.000Z');

/** Commands whose values must fit the cast. For all others, any described value does (test/dsl/values.ts). */
const fields: { readonly [Type in TicketCommand['type']]?: { readonly [name: string]: fc.Arbitrary<unknown> } } = {
  OpenTicket: {
    ...Object.fromEntries(Object.entries(open).map(([name, value]) => [name, fc.constant(value)])),
    kind: oneOf(...kinds),
    engagement: oneOf(...engagements.filter((one) => one !== 'asp')),
    requester: oneOf(open.requester, { contact: id(41) }),
    waivers: oneOf([], [{ gate: 'visitContract', reason: 'Emergency.', until: null }]),
    technician: optional(oneOf(people.technician.user)),
  },
  ListAffectedItems: { items: oneOf([{ kind: 'order', reference: 'O-1' }], [{ kind: 'item', reference: 'I-1' }]) },
  WaiveGate: { gate: oneOf(...gates), reason, until },
  RouteTicket: { team: oneOf(team, secondTeam), reason: optional(reason) },
  AssignTicket: { technician, team: optional(oneOf(team, secondTeam)) },
  UnassignTicket: { reason: optional(reason) },
  DeclineTicket: explained,
  ChangeSubStatus: { waitingFor: oneOf(null, 'customer', 'thirdParty'), reason: optional(oneOf('parts')) },
  RecordWork: { minutes: fc.integer({ min: 1, max: 600 }), description: reason },
  RecordFoundFault: { code: optional(oneOf('F-1')), description: reason },
  EnterSolution: { solution: reason, actualDamage: reason },
  CloseTicket: { summary: reason, solution: reason, actualDamage: reason, audience },
  RejectTicket: explained,
  WithdrawTicket: explained,
  ReopenTicket: explained,
  ForwardTicket: { to: oneOf(root, distributor, partner, provider), ...explained },
  ReturnTicket: explained,
  RecallTicket: explained,
  ChangeOwner: { owner: oneOf(people.customer, people.neighbour, people.agent) },
  Reply: { audience: oneOf('everyone', 'staff'), body: reason, files: optional(fc.array(file, { maxLength: 2 })) },
  RedactReply: { reply: oneOf(id(9001), id(9002)) },
  AttachFiles: { audience: oneOf('everyone', 'staff'), files: fc.array(file, { minLength: 1, maxLength: 2 }) },
  RedactAttachment: { file: oneOf(photo.file, id(52)) },
  ReviseDetails: {
    details: oneOf({ category: 'printer' }, { category: null, symptom: 'dark' }, {}),
    title: optional(oneOf('Screen stays dark')),
    requester: optional(oneOf(open.requester, { contact: id(41) })),
  },
  AddWatcher: { watcher: oneOf(id(61), id(62)), email: oneOf('a@example.org'), kinds: oneOf(['reply'], ['reply', 'close']) },
  RemoveWatcher: { watcher: oneOf(id(61), id(62)) },
  EraseWatcher: { watcher: oneOf(id(61), id(62)) },
  NoteSourceRow: { row: oneOf({}, { madeSla: false }) },
  MarkMerged: { primary: oneOf(id(1001), id(1002)), reason: optional(reason) },
  LinkDuplicate: { duplicate: oneOf(id(1001), id(1002)) },
  MarkUnlinked: { primary: oneOf(id(1001), id(1002)) },
  UnlinkDuplicate: { duplicate: oneOf(id(1001), id(1002)) },
};

/** Optional fields are missing, not undefined, as in a request. */
function commandOf(type: TicketCommand['type']): fc.Arbitrary<TicketCommand> {
  const built = fc.record({
    type: fc.constant(type),
    ...(fields[type] ?? valuesOf(ticketCommands[type].fields)),
  }) as fc.Arbitrary<{ readonly [name: string]: unknown }>;
  return built.map(
    (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as unknown as TicketCommand,
  );
}

const samples = new Map(commandTypes.map((type) => [type, fc.sample(commandOf(type), { numRuns: 40, seed: 11 })]));

/** One sample of a command; the same number always gives the same sample. */
export function sampleOf(type: TicketCommand['type'], number: number): TicketCommand {
  const known = samples.get(type) ?? [];
  const sample = known[number % known.length];
  if (sample === undefined) throw new Error(`no sample of ${type}`);
  return sample;
}

/** Those who do most of the work appear more often, so that the work gets done. */
const anyone: fc.Arbitrary<UserActor> = oneOf(
  ...Object.values(people),
  people.agent,
  ...Array<UserActor>(6).fill(people.technician),
  people.customer,
);
/** Anybody of the cast, sometimes without some permissions, and sometimes an importer. */
export const anyAsker: fc.Arbitrary<Partial<DecisionContext>> = fc.oneof(
  { weight: 6, arbitrary: anyone.map((who) => ({ actor: as(who) })) },
  { weight: 2, arbitrary: fc.tuple(anyone, fc.subarray([...permissions])).map(([who, but]) => ({ actor: as(who, but) })) },
  { weight: 1, arbitrary: fc.constant(importing) },
);

export interface Step {
  readonly asker: Partial<DecisionContext>;
  /** True: asks for anything. False: asks for something on offer, so that the history makes progress. */
  readonly wanders: boolean;
  readonly pick: number;
  readonly sample: number;
}

export const anyStep: fc.Arbitrary<Step> = fc.record({
  asker: anyAsker,
  wanders: oneOf(true, false, false, false),
  pick: fc.nat(10_000),
  sample: fc.nat(10_000),
});
const claim: readonly TicketEvent[] = [opened({ kind: 'claim' }), facts.acknowledged, facts.qualifying];
const listed: TicketEvent = {
  type: 'AffectedItemsListed',
  audience: 'staff',
  data: { items: [{ kind: 'item', reference: 'S1' }] },
};
const paused: TicketEvent = { type: 'WaitingStarted', audience: 'everyone', data: { for: 'thirdParty', reason: null } };
const covered: TicketEvent = { ...facts.waived, data: { gate: 'jurisdiction', until: null } };
const merged: readonly TicketEvent[] = [
  { type: 'TicketMerged', audience: 'everyone', data: { primary: id(1001) } },
  { type: 'TicketClosed', audience: 'everyone', data: { resolution: 'duplicate', primary: id(1001) } },
];

/** Starting points of histories, because purely random ones rarely leave the first phases. */
export const beginnings: readonly (readonly TicketEvent[])[] = [
  [],
  ...Object.values(past),
  issue,
  [...issue, facts.assigned],
  claim,
  [...claim, listed],
  [...past.created, facts.acknowledged],
  [...past.solving, facts.entered],
  [...past.solving, paused],
  [...past.dispatching, covered],
  [...past.dispatching, facts.forwardedUp],
  [...past.solving, ended('forwarded'), facts.forwardedDown],
  [...past.dispatching, ...merged],
];

export interface History {
  readonly beginning: readonly TicketEvent[];
  readonly steps: readonly Step[];
}

export const anyHistory: fc.Arbitrary<History> = fc.record({
  beginning: oneOf(...beginnings),
  steps: fc.array(anyStep, { minLength: 1, maxLength: 15 }),
});

const byProcess: readonly string[] = ['LinkDuplicate', 'MarkUnlinked', 'UnlinkDuplicate'];

function commandFor({ wanders, pick, sample }: Step, state: TicketState, asked: DecisionContext): TicketCommand {
  const offered: readonly string[] = wanders ? [] : allowedCommands(state, asked).map(({ command }) => command);
  const types = commandTypes.filter((type) => offered.length === 0 || offered.includes(type) || byProcess.includes(type));
  return sampleOf(types[pick % types.length] ?? 'OpenTicket', sample);
}

export interface Taken {
  readonly command: TicketCommand;
  readonly context: DecisionContext;
  readonly before: TicketState;
  readonly events: readonly TicketEvent[] | DomainError;
  readonly after: TicketState;
}

const dawn = '2026-11-01T00:00:00.000Z';

/** Plays a history, refused steps included. Each step happens an hour after the one before. */
export function play({ beginning, steps }: History): readonly Taken[] {
  let state = apply(ticketAggregate.initial, beginning, context({ now: dawn, at: dawn }));
  return steps.map((step, index) => {
    const before = state;
    const now = plus(dawn, (index + 1) * 60 * minute);
    const asked = numbered(context({ ...step.asker, now, at: now }), index);
    const command = commandFor(step, before, asked);
    const events = attempt(command, before, asked);
    if (!(events instanceof DomainError)) state = apply(before, events, asked);
    return { command, context: asked, before, events, after: state };
  });
}

/** Numbers the ids of replies by step, so that later steps can name them. */
function numbered(asked: DecisionContext, index: number): DecisionContext {
  return { ...asked, newId: () => id(9001 + (index % 2)) };
}

export function attempt(
  command: TicketCommand,
  state: TicketState,
  asked: DecisionContext,
): readonly TicketEvent[] | DomainError {
  try {
    return ticketAggregate.decide(command, state, asked);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

export function apply(state: TicketState, events: readonly TicketEvent[], { at, now }: DecisionContext): TicketState {
  return events.reduce((soFar, event) => ticketAggregate.evolve(soFar, { ...event, occurredAt: at, recordedAt: now }), state);
}

/** The command with the first of the values that are offered for each of its fields. */
export function withOptions(command: TicketCommand, fields: readonly Field[]): TicketCommand {
  const chosen = fields.flatMap(({ name, options }) =>
    options === undefined || options.length === 0 ? [] : [[name, options[0]]],
  );
  return { ...command, ...Object.fromEntries(chosen) } as TicketCommand;
}
