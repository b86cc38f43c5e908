import fc from 'fast-check';
import { DomainError } from '../../../src/domain/kernel/errors';
import { itself, type Confidential } from '../../../src/domain/kernel/event';
import { isStaff } from '../../../src/domain/people/actor';
import type { TicketEvent } from '../../../src/domain/ticket/ticket.events';
import type { TicketState } from '../../../src/domain/ticket';
import { by, context, given, opened, past, people, subject } from './desk';
import { anyHistory, apply, play, type Taken } from './histories';

/** Title and description are the requester's, a watcher is a person of its own, and all else is the writer's or the ticket's. */
function ownerOf({ type, data }: TicketEvent, { context: asked }: Taken, after: TicketState): string {
  if (after.phase === 0) throw new Error('nothing is written before the opening');
  const { requester } = after.ticket;
  const ofRequester = 'user' in requester ? `user-${requester.user}` : `contact-${requester.contact}`;
  if (type === 'TicketOpened' || type === 'DetailsRevised') return ofRequester;
  if (type === 'WatcherAdded') return `contact-${data.watcher}`;
  const isTheirs = !isStaff(asked.actor) || ofRequester === `user-${asked.actor.user}`;
  return isTheirs ? `user-${asked.actor.user}` : itself;
}

const boxesOf = (event: TicketEvent): readonly Confidential[] => ('confidential' in event ? (event.confidential ?? []) : []);

describe('whose text it is', () => {
  it('whatever is written is sealed for its writer on the customer side, and for the ticket by staff, over random histories', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyHistory, (history) => {
        for (const taken of play(history)) {
          if (taken.events instanceof DomainError || taken.command.type === 'OpenTicket') continue;
          let state = taken.before;
          for (const event of taken.events) {
            state = apply(state, [event], taken.context);
            for (const { subject: owner } of boxesOf(event)) {
              seen.add(`${event.type} ${owner === itself ? 'ticket' : 'person'}`);
              expect([event.type, owner]).toEqual([event.type, ownerOf(event, taken, state)]);
            }
          }
        }
      }),
      { seed: 20261130, numRuns: 300 },
    );
    const staffs = ['ReplyPosted', 'ReasonGiven', 'SolutionEntered', 'WorkRecorded', 'FaultFound', 'GateWaived', 'FilesAttached'];
    expect([...seen]).toEqual(expect.arrayContaining(staffs.map((type) => `${type} ticket`)));
    expect([...seen]).toEqual(expect.arrayContaining(['ReplyPosted person', 'ReasonGiven person', 'FilesAttached person']));
  });

  it('a reply of a member of staff who is the requester is their own', () => {
    given([opened({ requester: { user: people.agent.user }, creator: people.agent, owner: people.agent })])
      .when({ type: 'Reply', audience: 'everyone', body: 'It is my own printer.' }, by(people.agent))
      .then([
        expect.objectContaining({ confidential: [expect.objectContaining({ subject: `user-${people.agent.user}` })] }),
      ] as never);
  });

  it('what staff write down for a person is the person, and what they write about the case is not', () => {
    given(past.solving)
      .when({ type: 'ReviseDetails', details: {}, title: 'Fan of Mrs Berg is loud' })
      .then([expect.objectContaining({ confidential: [{ subject, values: { title: 'Fan of Mrs Berg is loud' } }] })] as never);
    given(past.solving)
      .when({ type: 'RecordWork', minutes: 5, description: 'New fan.' }, by(people.technician))
      .then([expect.objectContaining({ confidential: [{ subject: itself, values: { description: 'New fan.' } }] })] as never);
    expect(context().actor.organisationKind).toBe('partner');
  });
});
