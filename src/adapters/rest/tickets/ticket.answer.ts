import { detailFields } from '../../../domain/ticket/commands/details';
import type { Details } from '../../../domain/ticket/ticket.events';
import { affectedKinds, gates, mailKinds, resolutions, waitingFor } from '../../../domain/ticket/ticket.events';
import type { Gate, MailKind, Resolution, WaitingFor } from '../../../domain/ticket/ticket.events';
import type { Plain } from '../../../projections/kernel/plain';
import type * as Detail from '../../../projections/tickets/ticket-detail.document';
import type { TicketRef } from '../../../projections/tickets/merged-view';
import type { ShownFile, ShownWatcher } from '../../../projections/tickets/read-ticket';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import type { AllowedLink } from './allowed-links';
import { cast, exampleId } from '../answers/cast';
import { outcome } from '../answers/outcomes';
import { allowedLink } from '../answers/problem';
import {
  about,
  count,
  either,
  hash,
  id,
  instant,
  listOf,
  object,
  oneOf,
  optional,
  orNull,
  percent,
  text,
  yesNo,
} from '../answers/schema';
import { audience, names, userActor } from '../answers/shared';
import { schemaOfField } from '../documentation/json-schema';
import { identity, onTicket, place, requestedBy, times } from './answers';

const at = about('When it happened.', instant);

/** Reuses the field descriptions of the command that sets them. */
const details = object<Plain<Details>>(
  'TicketDetails',
  Object.fromEntries(Object.entries(detailFields).map(([name, field]) => [name, optional(schemaOfField(field))])),
);

const waiting = object<NonNullable<Detail.TicketDetail['waiting']>>('Waiting', {
  for: about('Whom the work waits for.', oneOf<WaitingFor>(...waitingFor)),
  reason: about('Code of the reason.', orNull(text), 'spare-part'),
  since: about('Since when.', instant),
});
const solution = object<Detail.Solution>('Solution', {
  text: about('The solution.', orNull(text), 'Replaced the power supply.'),
  actualDamage: about('The actual damage of a claim.', orNull(text), null),
  code: about('Code of the solution.', orNull(text), 'part-replaced'),
  by: about(
    'The user who solved the ticket. Null if a customer closed a ticket that nobody worked on.',
    orNull(id),
    cast.technician,
  ),
  at,
});
const closure = object<Detail.Closure>('Closure', {
  resolution: about('The resolution.', oneOf<Resolution>(...resolutions)),
  summary: about('Closing summary.', orNull(text), 'Works again.'),
  primary: about('The primary ticket, if it was merged.', orNull(id), null),
  at,
});
const ref = object<TicketRef>('TicketRef', {
  id: about('Id of the ticket.', id, exampleId('duplicate')),
  number: about('Null if you may not see that ticket.', orNull(text), 'CT-000002'),
});
const watcher = object<ShownWatcher>('Watcher', {
  id: about('Id of the watcher in commands.', id, exampleId('watcher')),
  kinds: about('The mails that the address wants.', listOf(oneOf<MailKind>(...mailKinds))),
  email: about(
    'E-mail address. Null for everybody but staff and the user who added it.',
    orNull(text),
    'front.desk@lighthouse.example',
  ),
  ticket: about('The ticket with this watcher: this one, or one that it was merged into.', id, cast.ticket),
  number: about('Number of that ticket.', text, 'CT-000001'),
});
const file = object<ShownFile>('File', {
  id: about('Id of the file in paths and commands.', id, exampleId('file')),
  name: about('Null if redacted.', orNull(text), 'screen.jpg'),
  mediaType: about('By the content.', text, 'image/jpeg'),
  bytes: about('Size of the content.', count, 48213),
  sha256: about('SHA-256 of the content.', hash),
  audience: about('The audience of the file.', audience),
  at,
  by: about('The user who attached it. Null: a process.', orNull(id), cast.technician),
  cameWith: about('The fact that it came with; `FilesAttached` if it came alone.', text, 'ReplyPosted'),
  redacted: about('Whether its content and name were destroyed.', yesNo, false),
  ...onTicket,
});
const reached = object<Detail.Reached>('Reached', { phase: about('From 1 to 7.', count, 3), at });
const waiver = object<Detail.Waiver>('Waiver', {
  gate: about('The waived condition.', oneOf<Gate>(...gates)),
  reason: about('The reason. Null for everybody but staff.', orNull(text), 'Contract is being signed.'),
  until: about('End of the waiver. Null if permanent.', orNull(instant), null),
  at,
});
const item = object<Detail.TicketDetail['affectedItems'][number]>('AffectedItem', {
  kind: about('Kind of the item.', oneOf<string>(...affectedKinds)),
  reference: about('Number of the item.', text, 'SO-2026-0815'),
});
const work = object<Detail.WorkLine>('Work', {
  technician: about('The technician.', id, cast.technician),
  minutes: about('Time spent.', count, 45),
  item: about('Code of the workmanship item.', orNull(text), 'display-swap'),
  description: about('The work done.', orNull(text), 'Replaced the power supply, tested for 20 minutes.'),
  at,
});
const fault = object<Detail.FaultLine>('FoundFault', {
  code: about('Code of the predefined fault.', orNull(text), 'no-picture'),
  foundBy: about('The user who found the fault.', id, cast.technician),
  description: about('Description of the fault.', orNull(text), 'No voltage behind the power supply.'),
  at,
});

/** A ticket in the API. */
export type TicketResource = Omit<TicketView, 'allowed'> & { readonly allowed: readonly AllowedLink[] };

export const ticket = object<TicketResource>('Ticket', {
  ...identity,
  description: about('Description of the problem.', orNull(text), 'Nothing is shown after switching on.'),
  ...place,
  details: about('Catalogue codes.', details),
  requester: requestedBy,
  creator: about('The user who opened the ticket.', userActor),
  owner: about('The owner of the ticket.', userActor),
  earlierHandlers: about('Earlier organisations with custody, in order.', listOf(id), []),
  acceptedAt: about('When the current assignee accepted.', orNull(instant)),
  waiting: about('The party that the work waits for, or null.', orNull(waiting), null),
  percent: about('Progress of the work.', percent, 60),
  solution: about('The solution. Null until it is solved.', orNull(solution), null),
  closure: about('The closure. Null while the ticket is open.', orNull(closure), null),
  reopens: about('Number of reopenings.', count, 0),
  takenInHandlingAt: about('The first acceptance or start of work.', orNull(instant)),
  respondedAt: about('The first answer to the customer.', orNull(instant)),
  reached: about('When each phase up to the current one was last reached, in order.', listOf(reached)),
  watchers: about('Watchers, in the order in which they were added.', listOf(watcher)),
  files: about('Files of the ticket, then files of its duplicates.', listOf(file)),
  primary: about('The primary ticket of a duplicate.', orNull(ref), null),
  duplicates: about('Duplicates of the ticket.', listOf(ref)),
  waivers: about('Waived conditions.', listOf(waiver)),
  affectedItems: about('Items of a claim.', listOf(item), []),
  work: about('Work done, oldest first.', listOf(work)),
  faults: about('Faults found, oldest first.', listOf(fault)),
  ...times,
  revision: about('Also in `ETag`, for `If-Match`.', count, 3),
  asOf: about('Null. While the log does not answer: when it answered last. Nothing later is shown.', orNull(instant), null),
  allowed: about('Commands that you can send now.', listOf(allowedLink)),
  names,
});

/** The response to a ticket command: the outcome, or the ticket with `Prefer: return=representation`. */
export const ticketOrOutcome = either(outcome, ticket);
