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

/** The fields of the command that sets them, so that both say the same. */
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
  text: about('What solved it.', orNull(text), 'Replaced the power supply.'),
  actualDamage: about('The actual damage of a claim.', orNull(text), null),
  code: about('Code of the solution.', orNull(text), 'part-replaced'),
  by: about('Who entered it.', id, cast.technician),
  at,
});
const closure = object<Detail.Closure>('Closure', {
  resolution: about('How it ended.', oneOf<Resolution>(...resolutions)),
  summary: about('What it was about and how it ended.', orNull(text), 'Works again.'),
  primary: about('The ticket it is a duplicate of, when it was merged.', orNull(id), null),
  at,
});
const ref = object<TicketRef>('TicketRef', {
  id: about('Names the ticket.', id, exampleId('duplicate')),
  number: about('Null where you may not see that ticket.', orNull(text), 'CT-000002'),
});
const watcher = object<ShownWatcher>('Watcher', {
  id: about('Names the watcher in commands.', id, exampleId('watcher')),
  kinds: about('The mails that the address wants.', listOf(oneOf<MailKind>(...mailKinds))),
  email: about('Where the mails go. For staff only, null for others.', orNull(text), 'front.desk@lighthouse.example'),
  ticket: about('The ticket that names it: this one, or one that this one was merged into.', id, cast.ticket),
  number: about('Number of that ticket.', text, 'CT-000001'),
});
const file = object<ShownFile>('File', {
  id: about('Names the file in paths and commands.', id, exampleId('file')),
  name: about('Null where it is redacted.', orNull(text), 'screen.jpg'),
  mediaType: about('As it was uploaded.', text, 'image/jpeg'),
  bytes: about('Size of the content.', count, 48213),
  sha256: about('SHA-256 of the content.', hash),
  audience: about('Who may read it.', audience),
  at,
  by: about('The user who attached it. Null: a process.', orNull(id), cast.technician),
  redacted: about('Its content and name were destroyed.', yesNo, false),
  ...onTicket,
});
const reached = object<Detail.Reached>('Reached', { phase: about('From 1 to 7.', count, 3), at });
const waiver = object<Detail.Waiver>('Waiver', {
  gate: about('The waived condition.', oneOf<Gate>(...gates)),
  reason: about('Why. For staff only, null for others.', orNull(text), 'Contract is being signed.'),
  until: about('Until when. Null: for good.', orNull(instant), null),
  at,
});
const item = object<Detail.TicketDetail['affectedItems'][number]>('AffectedItem', {
  kind: about('What kind of thing it is.', oneOf<string>(...affectedKinds)),
  reference: about('Its number.', text, 'SO-2026-0815'),
});
const work = object<Detail.WorkLine>('Work', {
  technician: about('Who did it.', id, cast.technician),
  minutes: about('Time spent.', count, 45),
  item: about('Code of the workmanship item.', orNull(text), 'display-swap'),
  description: about('What was done.', orNull(text), 'Replaced the power supply, tested for 20 minutes.'),
  at,
});
const fault = object<Detail.FaultLine>('FoundFault', {
  code: about('Code of the predefined fault.', orNull(text), 'no-picture'),
  foundBy: about('Who found it.', id, cast.technician),
  description: about('What was found.', orNull(text), 'No voltage behind the power supply.'),
  at,
});

/** A ticket as the API shows it. */
export type TicketResource = Omit<TicketView, 'allowed'> & { readonly allowed: readonly AllowedLink[] };

export const ticket = object<TicketResource>('Ticket', {
  ...identity,
  description: about('What happened.', orNull(text), 'Nothing is shown after switching on.'),
  ...place,
  details: about('Codes of the catalogues.', details),
  requester: requestedBy,
  creator: about('Who opened it.', userActor),
  owner: about('Whose ticket it is.', userActor),
  earlierHandlers: about('Organisations that had custody before, in order.', listOf(id), []),
  acceptedAt: about('When the present assignee accepted.', orNull(instant)),
  waiting: about('Whom the work waits for. Null: nobody.', orNull(waiting), null),
  percent: about('How much is done.', percent, 60),
  solution: about('What solved it. Null: not solved yet.', orNull(solution), null),
  closure: about('How it ended. Null while it is open.', orNull(closure), null),
  reopens: about('How often it was reopened.', count, 0),
  takenInHandlingAt: about('The first acceptance or start of work.', orNull(instant)),
  respondedAt: about('The first answer to the customer.', orNull(instant)),
  reached: about('When each phase up to the present one was last reached, in their order.', listOf(reached)),
  watchers: about('Who is told of what happens on it, in the order in which they were named.', listOf(watcher)),
  files: about('Its own, then those of its duplicates.', listOf(file)),
  primary: about('The ticket it is a duplicate of.', orNull(ref), null),
  duplicates: about('The tickets that are duplicates of it.', listOf(ref)),
  waivers: about('Conditions that need not be met.', listOf(waiver)),
  affectedItems: about('What a claim is about.', listOf(item), []),
  work: about('Work done, oldest first.', listOf(work)),
  faults: about('Faults that were found, oldest first.', listOf(fault)),
  ...times,
  revision: about('Also in `ETag`, for `If-Match`.', count, 3),
  allowed: about('What you can do with it now.', listOf(allowedLink)),
  names,
});

/** What a command answers, or the ticket itself where that is preferred (`Prefer: return=representation`). */
export const ticketOrOutcome = either(outcome, ticket);
