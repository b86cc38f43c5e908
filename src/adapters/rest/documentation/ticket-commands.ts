import { conversationCommands } from '../../../domain/ticket/commands/conversation';
import { custodyCommands, dispatchCommands } from '../../../domain/ticket/commands/dispatch';
import { intakeCommands } from '../../../domain/ticket/commands/intake';
import { resolutionCommands, workCommands } from '../../../domain/ticket/commands/work';
import { mergeCommands, type TicketCommand } from '../../../domain/ticket/ticket.commands';
import { refusalsOf } from '../../../domain/ticket/ticket.guards';
import { rules, type Role, type Way } from '../../../domain/ticket/ticket.phases';
import { ticketVerbs } from '../../desk/tickets/ticket-desk';
import { ticketOrOutcome } from '../tickets/ticket.answer';
import type { DescribedResource } from './command-operations';

const topics: Readonly<Record<string, object>> = {
  Intake: intakeCommands,
  Dispatching: dispatchCommands,
  Work: workCommands,
  Closing: resolutionCommands,
  Custody: custodyCommands,
  Conversation: conversationCommands,
  Duplicates: mergeCommands,
};

export const describedTickets: DescribedResource = {
  ...{ noun: 'ticket', plural: 'tickets', table: ticketVerbs, outcome: ticketOrOutcome, prefers: true },
  outcomeHeaders: ['ETag', 'Preference-Applied'],
  tagOf: (type) => (type === 'OpenTicket' ? undefined : Object.keys(topics).find((topic) => type in (topics[topic] ?? {}))),
  whoMay: (type) => (isOwn(type) ? `For ${rules[type].ways.map(wordsOf).join('; ')}.` : forMergers),
  refusals: (type) => (isOwn(type) ? refusalsOf(type) : []),
};

const forMergers = 'For the handler of both tickets with `ticket.merge`.';

const isOwn = (type: string): type is TicketCommand['type'] => type in rules && !(type in mergeCommands);

const who: { readonly [R in Role]: string } = {
  customer: 'customers',
  staff: 'staff',
  handler: 'the handler',
  assignee: 'the assignee',
  creator: 'its creator, requester or owner',
  principal: 'an organisation that passed it down to a service provider',
  privacyOfficer: 'privacy officers',
  importer: 'imports',
  process: 'processes',
};

function wordsOf({ as, may, in: phases }: Way): string {
  const permission = may === null ? '' : ` with \`${may}\``;
  return `${who[as]}${permission}${whenOf(phases)}`;
}

function whenOf(phases: Way['in']): string {
  const [first = 0, ...others] = phases;
  const last = others.at(-1) ?? first;
  if (first === 0 || phases.length === 7) return '';
  if (others.length === 0) return ` in phase ${first}`;
  const isRange = phases.length === last - first + 1 && phases.length > 2;
  return ` in phases ${isRange ? `${first} to ${last}` : phases.join(', ')}`;
}
