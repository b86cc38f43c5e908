import type { DecisionContext } from '../../../src/domain/context';
import { DomainError } from '../../../src/domain/kernel/errors';
import { permissions } from '../../../src/domain/people/permission';
import { can } from '../../../src/domain/people/rights';
import { allowedCommands, ticketAggregate, type AllowedCommand } from '../../../src/domain/ticket';
import type { TicketCommand } from '../../../src/domain/ticket/ticket.commands';
import { kinds, type TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { isSolver, missingGates } from '../../../src/domain/ticket/ticket.gates';
import { isSettled } from '../../../src/domain/ticket/ticket.guards';
import { commandTypes, rules } from '../../../src/domain/ticket/ticket.phases';
import { profileOf } from '../../../src/domain/ticket/ticket.profiles';
import { isRole } from '../../../src/domain/ticket/ticket.roles';
import type { OpenedState } from '../../../src/domain/ticket/ticket.state';
import { by, context, ended, facts, opened, past, people } from './desk';
import { apply, attempt, sampleOf, withOptions } from './histories';

// The table says who may do what, `allowed` what is offered, the gates what is accepted: three answers to one question.

const atProvider = [...past.solving, ended('forwarded'), facts.forwardedDown];
const histories = { ...past, entered: [...past.solving, facts.entered], atProvider };

const cases = kinds.flatMap((kind) =>
  Object.entries(histories).map(([name, events]) => {
    const { opensIn } = profileOf(kind, 'own');
    const history: readonly TicketEvent[] = [opened({ kind, phase: opensIn }), ...events.slice(1)];
    return [kind, name, apply(ticketAggregate.initial, history, context()) as OpenedState] as const;
  }),
);
const askers: readonly DecisionContext[] = Object.values(people).flatMap((who) => [
  context(by(who)),
  ...permissions.map((one) => context(by(who, [one]))),
]);
const types = commandTypes.filter((type) => type !== 'OpenTicket' && rules[type].ways.every(({ as }) => as !== 'process'));

/** Whether some line of the table is open to the asker now. */
function isInTable(type: TicketCommand['type'], state: OpenedState, asked: DecisionContext): boolean {
  const { completionCheck } = profileOf(state.ticket.kind, state.ticket.engagement);
  return rules[type].ways.some(
    ({ as, may, in: phases, check }) =>
      phases.includes(state.phase) &&
      (check?.includes(completionCheck) ?? true) &&
      isRole(as, state, asked) &&
      (may === null || can(asked.actor, may)),
  );
}

/** The values of a sample may be refused, too. */
const aboutValues: readonly (string | null)[] = ['invalid', 'unknown', null];
const codeOf = (answer: ReturnType<typeof attempt>): string | null => (answer instanceof DomainError ? answer.code : null);

/** By the kind itself, so the table should not offer it. Nobody confirms their own solution. */
function isBlocked(type: TicketCommand['type'], state: OpenedState, asked: DecisionContext): boolean {
  return missingGates(type, state, asked).includes('completionCheck') && !isSolver(state, asked);
}

function disagrees(
  type: TicketCommand['type'],
  offer: AllowedCommand | undefined,
  state: OpenedState,
  asked: DecisionContext,
): boolean {
  if (isSettled(type, state)) return offer !== undefined;
  const isOpen = isInTable(type, state, asked);
  const isVain = isOpen && isBlocked(type, state, asked);
  const code = codeOf(attempt(withOptions(sampleOf(type, 7), offer?.fields ?? []), state, asked));
  return offer === undefined ? code === null || isVain : !isOpen || !aboutValues.includes(code);
}

describe('the table, `allowed` and the gates agree about every command, for everyone', () => {
  it.each(cases)('on a ticket of kind %s (%s)', (_, __, state) => {
    for (const asked of askers) {
      const offered = new Map<string, AllowedCommand>(allowedCommands(state, asked).map((offer) => [offer.command, offer]));
      const disagreeing = types.filter((type) => disagrees(type, offered.get(type), state, asked));
      expect([asked.actor.user, disagreeing]).toEqual([asked.actor.user, []]);
    }
  });
});
