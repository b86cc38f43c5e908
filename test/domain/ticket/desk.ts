import type { DecisionContext } from '../../../src/domain/context';
import { itself, type Confidential, type UserActor } from '../../../src/domain/kernel/event';
import { ticketAggregate } from '../../../src/domain/ticket';
import type { NamedFile, OpenTicket } from '../../../src/domain/ticket/ticket.commands';
import type { TicketEvent, TicketOpened } from '../../../src/domain/ticket/ticket.events';
import type { Actor } from '../../../src/domain/people/actor';
import type { Permission } from '../../../src/domain/people/permission';
import { examplesOf } from '../../dsl/given';
import { actor, contextOf, id, organisation, worldOf } from '../../dsl/world';

// The cast of every ticket example: a customer, its partner, the distributor and the root above, and the partner's service provider.

export const root = id(1);
export const distributor = id(2);
export const partner = id(3);
export const customer = id(4);
export const provider = id(5);
export const stranger = id(6);
export const team = id(31);
export const secondTeam = id(32);
export const contact = id(41);
export const ticket = id(1000);

const person = (number: number, of: string): UserActor => ({ user: id(number), organisation: of });
export const people = {
  chief: person(101, root),
  distributorsAgent: person(102, distributor),
  agent: person(103, partner),
  technician: person(104, partner),
  colleague: person(105, partner),
  customer: person(106, customer),
  providersAgent: person(107, provider),
  strangersAgent: person(108, stranger),
  neighbour: person(109, customer),
} as const;
export const gone = id(110);

export const world = worldOf({
  organisations: [
    organisation({ id: root, kind: 'admin' }),
    organisation({ id: distributor, kind: 'distributor', parent: root }),
    organisation({ id: partner, kind: 'partner', parent: distributor, teams: [team, secondTeam], serviceProviders: [provider] }),
    organisation({ id: customer, kind: 'customer', parent: partner }),
    organisation({ id: provider, kind: 'serviceProvider' }),
    organisation({ id: stranger, kind: 'partner', parent: distributor }),
  ],
  users: [
    ...Object.values(people).map(({ user, organisation: of }) => ({ id: user, organisation: of, active: true })),
    { id: gone, organisation: partner, active: false },
  ],
  contacts: [{ id: contact, organisation: customer }],
});

const kinds = { [root]: 'admin', [distributor]: 'distributor', [customer]: 'customer', [provider]: 'serviceProvider' } as const;

/** A person with every permission that fits their place in the chain; `but` takes permissions away. */
export function as(who: UserActor, but: readonly Permission[] = []): Actor {
  const organisationKind = kinds[who.organisation as keyof typeof kinds] ?? 'partner';
  const all = actor({ user: who.user, organisation: who.organisation, organisationKind });
  return { ...all, permissions: new Set([...all.permissions].filter((permission) => !but.includes(permission))) };
}

export const by = (who: UserActor, but: readonly Permission[] = []): { readonly actor: Actor } => ({ actor: as(who, but) });

export const importing: Partial<DecisionContext> = {
  ...by(people.chief),
  origin: { kind: 'imported', source: { name: 'other-desk', fileHash: 'a'.repeat(64), row: 7 } },
};

export const context = (values: Partial<DecisionContext> = {}): DecisionContext =>
  contextOf({ ...by(people.agent), world, ...values });

/** By default the partner's agent sends the command. */
export const given = examplesOf(ticketAggregate, context);

/** The subject of what the customer writes. Staff write in the ticket's name. */
export const subject = `user-${people.customer.user}` as const;

export const open: OpenTicket = {
  type: 'OpenTicket',
  number: 'CT-000001',
  kind: 'service',
  engagement: 'own',
  requester: { user: people.customer.user },
  priority: 'moderate',
  title: 'Screen stays black',
  description: 'Since this morning.',
  details: {},
  watchers: [],
  waivers: [],
};

export function opened(values: Partial<TicketOpened['data']> = {}): TicketOpened {
  return {
    type: 'TicketOpened',
    audience: 'everyone',
    data: {
      number: 'CT-000001',
      kind: 'service',
      engagement: 'own',
      requester: { user: people.customer.user },
      creator: people.customer,
      owner: people.customer,
      handler: partner,
      priority: 'moderate',
      details: {},
      phase: 1,
      ...values,
    },
  };
}

const everyone = { audience: 'everyone' } as const;
const technician = people.technician.user;

/** Facts of the usual course of a ticket, as given and as expected. */
export const facts = {
  acknowledged: { ...everyone, type: 'CustomerAcknowledged', data: { by: 'phone' } },
  qualifying: { ...everyone, type: 'QualificationStarted', data: {} },
  waived: { audience: 'staff', type: 'GateWaived', data: { gate: 'contract', until: null } },
  qualified: { ...everyone, type: 'TicketQualified', data: {} },
  routed: { ...everyone, type: 'TicketRouted', data: { team, from: null } },
  assigned: { ...everyone, type: 'TicketAssigned', data: { technician, team: null, skippedGates: [] } },
  accepted: { ...everyone, type: 'TicketAccepted', data: { technician } },
  working: { ...everyone, type: 'WorkStarted', data: { technician, countsAsAcceptance: false } },
  awaiting: { ...everyone, type: 'WaitingStarted', data: { for: 'customer', reason: null } },
  entered: { ...everyone, type: 'SolutionEntered', data: { code: null, by: technician } },
  solved: { ...everyone, type: 'TicketSolved', data: { by: technician, percent: 100 } },
  closed: { ...everyone, type: 'TicketClosed', data: { resolution: 'resolved', primary: null } },
  forwardedUp: {
    ...everyone,
    type: 'TicketForwarded',
    data: { from: partner, to: distributor, direction: 'up', phase: 3 },
  },
  forwardedDown: {
    ...everyone,
    type: 'TicketForwarded',
    data: { from: partner, to: provider, direction: 'down', phase: 3 },
  },
} as const satisfies { readonly [name: string]: TicketEvent };

/** The shortest history of a service ticket in each phase. */
const created: readonly TicketEvent[] = [opened()];
const qualifying = [...created, facts.acknowledged, facts.qualifying];
const dispatching = [...qualifying, facts.waived, facts.qualified];
const waiting = [...dispatching, facts.assigned];
const solving = [...waiting, facts.accepted, facts.working];
const checking = [...solving, facts.entered, facts.solved];
export const past = { created, qualifying, dispatching, waiting, solving, checking, closed: [...checking, facts.closed] };

export const issue: readonly TicketEvent[] = [opened({ kind: 'issue', phase: 3 })];

type Writer = Confidential['subject'];

export const why = { reason: 'Because.' } as const;

export function because(
  of: TicketEvent['type'],
  audience: 'everyone' | 'staff',
  { text = 'Because.', writer = itself }: { readonly text?: string; readonly writer?: Writer } = {},
): TicketEvent {
  return { type: 'ReasonGiven', audience, data: { for: of }, confidential: [{ subject: writer, values: { text } }] };
}

export function ended(reason: 'declined' | 'unassigned' | 'reassigned' | 'forwarded' | 'rerouted'): TicketEvent {
  return { ...everyone, type: 'AssignmentEnded', data: { technician, reason } };
}

export const photo: NamedFile = {
  file: id(51),
  sha256: 'b'.repeat(64),
  bytes: 2048,
  mediaType: 'image/png',
  keyId: 'key-1',
  name: 'screen.png',
};

export function attachedPhoto(audience: 'everyone' | 'staff', writer: Writer = itself): TicketEvent {
  const { name, ...file } = photo;
  return {
    type: 'FilesAttached',
    audience,
    data: { files: [file] },
    confidential: [{ subject: writer, values: { [photo.file]: name } }],
  };
}
