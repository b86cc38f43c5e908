import { fold } from '../../../src/domain/kernel/decider';
import { mergeSideOf } from '../../../src/domain/merges';
import { facetsOf, ticketAggregate } from '../../../src/domain/ticket';
import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { scopesOf } from '../../../src/domain/ticket/ticket.facets';
import { id, noon } from '../../dsl/world';
import { as, by, contact, customer, facts, given, opened, partner, past, people, ticket, why } from './desk';

// C31: staff own a ticket that they open for a customer's contact, and the contact's colleagues act for the contact.

const parties = { requester: { contact }, creator: people.agent, owner: people.agent } as const;
const onBehalf = opened({ ...parties, ownerOrganisation: customer });
/** As recorded before the field existed. */
const old = opened(parties);

const from = (opening: TicketEvent, phase: readonly TicketEvent[]): readonly TicketEvent[] => [opening, ...phase.slice(1)];
const colleague = by(people.neighbour);
const reply = { type: 'Reply', body: 'Still dark.', audience: 'everyone' } as const;
const stateOf = (events: readonly TicketEvent[]) =>
  fold(
    ticketAggregate,
    events.map((event) => ({ ...event, occurredAt: noon, recordedAt: noon })),
  );
const everyone = { audience: 'everyone' } as const;
/** A colleague's words are the colleague's own. */
const sealed = (values: Readonly<Record<string, string>>) => ({
  confidential: [{ subject: `user-${people.neighbour.user}`, values }],
});
const replied = {
  ...everyone,
  type: 'ReplyPosted',
  data: { reply: id(9001), files: [] },
  ...sealed({ body: 'Still dark.' }),
} as TicketEvent;
const because = (of: TicketEvent['type'], text: string = why.reason) =>
  ({ ...everyone, type: 'ReasonGiven', data: { for: of }, ...sealed({ text }) }) as TicketEvent;
const closing = (resolution: 'resolved' | 'withdrawn'): TicketEvent => ({
  ...{ ...everyone, type: 'TicketClosed', data: { resolution, primary: null } },
});

describe('a ticket that staff own on behalf of a contact', () => {
  it("belongs to the contact's organisation, for scopes, counters and merging", () => {
    const facets = facetsOf(stateOf([onBehalf]));
    expect(facets).toMatchObject({ ownerOrganisation: customer, handler: partner });
    expect(scopesOf(facets ?? fail())).toEqual(expect.arrayContaining([`organisation:${customer}`, `organisation:${partner}`]));
    const side = mergeSideOf({ state: stateOf([onBehalf]), revision: 0 }, { ticket, mergedInto: null });
    expect(side).toMatchObject({ ownerOrganisation: customer });
  });

  it("belongs to the owner's organisation if it was recorded before the field existed", () => {
    expect(facetsOf(stateOf([old]))).toMatchObject({ ownerOrganisation: partner });
    given([old]).when(reply, colleague).thenRejects('not-creator');
  });

  it("lets the contact's colleagues reply, withdraw, confirm and reopen like its creator", () => {
    given([onBehalf]).when(reply, colleague).then([replied]);
    given(from(onBehalf, past.dispatching))
      .when({ type: 'WithdrawTicket', ...why }, colleague)
      .then([closing('withdrawn'), because('TicketClosed')]);
    const confirmed: TicketEvent = { ...everyone, type: 'SolutionConfirmed', data: { by: people.neighbour.user } };
    given(from(onBehalf, past.checking))
      .when({ type: 'CloseTicket', summary: 'It works.' }, colleague)
      .then([confirmed, closing('resolved'), because('TicketClosed', 'It works.')]);
    given(from(onBehalf, past.closed))
      .when({ type: 'ReopenTicket', ...why }, colleague)
      .then([{ ...everyone, type: 'TicketReopened', data: { from: 7, phase: 2 } }, because('TicketReopened')]);
  });

  it('requires the permission and read access from them', () => {
    given([onBehalf])
      .when(reply, by(people.neighbour, ['ticket.reply']))
      .thenRejects('not-permitted', { permission: 'ticket.reply' });
    given([onBehalf])
      .when(reply, by(people.neighbour, ['ticket.read-organisation']))
      .thenRejects('unknown');
  });

  it('S4.36 lets them write only to everyone', () => {
    given([onBehalf])
      .when({ ...reply, audience: 'staff' }, colleague)
      .thenRejects('invalid');
  });

  it('ends their rights when one of them becomes the owner, and restores them when staff do', () => {
    const to = (owner: typeof people.customer, before: typeof people.customer): TicketEvent => ({
      type: 'OwnerChanged',
      audience: 'everyone',
      data: { from: before, to: owner },
    });
    const owned = [onBehalf, to(people.customer, people.agent)];
    given(owned).when(reply, colleague).thenRejects('not-creator');
    const own = { confidential: [{ subject: `user-${people.customer.user}`, values: { body: 'Still dark.' } }] } as const;
    given(owned)
      .when(reply, by(people.customer))
      .then([{ ...replied, ...own } as TicketEvent]);
    given([onBehalf])
      .when({ type: 'ChangeOwner', owner: people.agent })
      .then([to(people.agent, people.agent)]);
    expect(facetsOf(stateOf([onBehalf, to(people.agent, people.agent)]))).toMatchObject({ ownerOrganisation: partner });
  });

  it('gives no rights in tickets that a colleague opened', () => {
    given([opened(), facts.acknowledged]).when(reply, colleague).thenRejects('not-creator');
    given([onBehalf])
      .when(reply, { actor: { ...as(people.strangersAgent) } })
      .thenRejects('not-handler');
  });
});

function fail(): never {
  throw new Error('no facets');
}
