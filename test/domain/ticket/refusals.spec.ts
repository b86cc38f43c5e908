import fc from 'fast-check';
import { DomainError } from '../../../src/domain/kernel/errors';
import type { CommandForm } from '../../../src/domain/kernel/commands';
import { permissions } from '../../../src/domain/people/permission';
import { ticketAggregate } from '../../../src/domain/ticket';
import { ticketCommands, type TicketCommand } from '../../../src/domain/ticket/ticket.commands';
import { refusalsOf } from '../../../src/domain/ticket/ticket.guards';
import { commandTypes, rules } from '../../../src/domain/ticket/ticket.phases';
import { by, context, past, people } from './desk';
import { anyHistory, apply, attempt, play, sampleOf } from './histories';

/** Any command of a ticket may be refused with these. */
const always = ['invalid', 'not-permitted', 'unknown', 'occurred-at-out-of-range'];

const told = (type: TicketCommand['type']): readonly string[] => {
  const { refuses = [] }: CommandForm = ticketCommands[type];
  return [...refuses, ...refusalsOf(type)];
};

const isFromPeople = (type: TicketCommand['type']): boolean => rules[type].ways.some(({ as }) => as !== 'process');
const readsOnly = ['ticket.read-own', 'ticket.read-organisation'];

/** Chance seldom takes all permissions but one from somebody. */
function withOnePermission(): readonly (readonly [TicketCommand['type'], unknown])[] {
  const state = apply(ticketAggregate.initial, past.solving, context());
  return commandTypes.flatMap((type) =>
    rules[type].ways.flatMap(({ may }) => {
      const asker = by(
        people.colleague,
        permissions.filter((one) => one !== may && !readsOnly.includes(one)),
      );
      return [[type, attempt(sampleOf(type, 1), state, context(asker))] as const];
    }),
  );
}

describe('the refusals that the description of the API names for a command', () => {
  const histories = fc.sample(anyHistory, { seed: 20261130, numRuns: 2_500 }).flatMap(play);
  const tried = [...histories.map(({ command, events }) => [command.type, events] as const), ...withOnePermission()];
  const seen = new Set(tried.flatMap(([type, events]) => (events instanceof DomainError ? [`${type} ${events.code}`] : [])));

  it('are all that it is refused with', () => {
    const named = commandTypes.flatMap((type) => [...always, ...told(type)].map((code) => `${type} ${code}`));
    // An opened ticket is never opened again: the command creates one of its own.
    const met = commandTypes.filter((type) => isFromPeople(type) && type !== 'OpenTicket');
    expect([...seen].filter((one) => met.some((type) => one.startsWith(`${type} `)) && !named.includes(one))).toEqual([]);
  });

  it('are met, each of them', () => {
    const named = commandTypes.filter(isFromPeople).flatMap((type) => told(type).map((code) => `${type} ${code}`));
    expect(named.filter((one) => !seen.has(one))).toEqual([]);
  });
});
