import type { DecisionContext } from '../../../src/domain/context';
import { DomainError } from '../../../src/domain/kernel/errors';
import type { CommandForm } from '../../../src/domain/kernel/commands';
import { permissions } from '../../../src/domain/people/permission';
import { ticketAggregate } from '../../../src/domain/ticket';
import { ticketCommands, type TicketCommand } from '../../../src/domain/ticket/ticket.commands';
import { refusalsOf } from '../../../src/domain/ticket/ticket.guards';
import { commandTypes, rules } from '../../../src/domain/ticket/ticket.phases';
import { by, context, ended, facts, past, people } from './desk';
import { apply, attempt, beginnings, sampleOf } from './histories';

/** Codes that any command of a ticket may be refused with. */
const always = ['invalid', 'not-permitted', 'unknown', 'occurred-at-out-of-range'];

const told = (type: TicketCommand['type']): readonly string[] => {
  const { refuses = [] }: CommandForm = ticketCommands[type];
  return [...refuses, ...refusalsOf(type)];
};

const isFromPeople = (type: TicketCommand['type']): boolean => rules[type].ways.some(({ as }) => as !== 'process');
const reading = ['ticket.read-own', 'ticket.read-organisation'];

type Tried = readonly [TicketCommand['type'], unknown];

/** Every command in every state, by everyone, with all their permissions and with one alone. */
function everythingTried(): readonly Tried[] {
  const atProvider = [...past.solving, ended('forwarded'), facts.forwardedDown, facts.closed];
  const states = [...beginnings, atProvider].map((events) => apply(ticketAggregate.initial, events, context()));
  const tried = states.flatMap((state) => commandTypes.flatMap((type) => askers(type).map((asker) => ({ state, type, asker }))));
  return tried.map(({ state, type, asker }, at) => [type, attempt(sampleOf(type, at), state, asker)] as const);
}

function askers(type: TicketCommand['type']): readonly DecisionContext[] {
  return rules[type].ways.flatMap(({ may }) => {
    const others = permissions.filter((one) => one !== may && !reading.includes(one));
    return Object.values(people).flatMap((who) => [context(by(who)), context(by(who, others))]);
  });
}

describe('the refusals in the description of the API', () => {
  const tried = everythingTried();
  const seen = new Set(tried.flatMap(([type, events]) => (events instanceof DomainError ? [`${type} ${events.code}`] : [])));

  it('include every refusal that occurs', () => {
    const named = commandTypes.flatMap((type) => [...always, ...told(type)].map((code) => `${type} ${code}`));
    // Not OpenTicket, which never meets an opened ticket: it creates a ticket of its own.
    const met = commandTypes.filter((type) => isFromPeople(type) && type !== 'OpenTicket');
    expect([...seen].filter((one) => met.some((type) => one.startsWith(`${type} `)) && !named.includes(one))).toEqual([]);
  });

  it('all occur', () => {
    const named = commandTypes.filter(isFromPeople).flatMap((type) => told(type).map((code) => `${type} ${code}`));
    expect(named.filter((one) => !seen.has(one))).toEqual([]);
  });
});
