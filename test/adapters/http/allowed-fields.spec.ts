import { getMetadataStorage } from 'class-validator';
import type { TicketAction } from '../../../src/adapters/http/actions/action';
import { ticketActions } from '../../../src/adapters/http/actions/ticket-actions';
import { AddDuplicatesDto, MergeIntoDto, UnlinkDuplicateDto } from '../../../src/adapters/http/dto/linking.dto';
import { fieldNames, linkingFields } from '../../../src/domain/ticket/ticket.allowed';

// What "allowed" tells a client to send is what the routes take: no more, no less, and required where it says so.

const fieldsOf = (dto: TicketAction['dto']): readonly string[] => {
  const known = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  return [...new Set(known.map(({ propertyName }) => propertyName))].filter((name) => name !== 'occurredAt').sort();
};

const told = (names: string): readonly string[] =>
  names
    .split(' ')
    .filter((name) => name !== '')
    .map((name) => name.replace('!', ''))
    .sort();

const commandOf: Readonly<Record<string, keyof typeof fieldNames>> = {
  route: 'RouteTicket',
  assign: 'AssignTicket',
  unassign: 'UnassignTicket',
  accept: 'AcceptTicket',
  decline: 'DeclineTicket',
  solve: 'SolveTicket',
  close: 'CloseTicket',
  reject: 'RejectTicket',
  withdraw: 'WithdrawTicket',
  reopen: 'ReopenTicket',
  forward: 'ForwardTicket',
  return: 'ReturnTicket',
  recall: 'RecallTicket',
  revise: 'ReviseDetails',
};

const camel = (path: string): string => path.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

test.each(ticketActions.map((action) => [action.path, action] as const))(
  '%s takes the fields that "allowed" names',
  (path, action) => {
    const command = commandOf[path] ?? (camel(path) as keyof typeof fieldNames);
    expect(fieldsOf(action.dto)).toEqual(told(fieldNames[command]));
  },
);

test.each([
  ['MergeInto', MergeIntoDto],
  ['AddDuplicates', AddDuplicatesDto],
  ['UnlinkDuplicate', UnlinkDuplicateDto],
] as const)('%s takes the fields that "allowed" names', (command, dto) => {
  expect(fieldsOf(dto)).toEqual(told(linkingFields[command]));
});
