import type { Origin } from '../../../domain/kernel/event';
import type { Values } from '../../../domain/kernel/value';
import { engagements, kinds, priorities } from '../../../domain/ticket/ticket.events';
import type { LogLine } from '../../../projections/audit/log';
import type { Plain } from '../../../projections/kernel/plain';
import type { TicketLine } from '../../../projections/tickets/list-tickets';
import type { Shown } from '../../../projections/kernel/shown';
import type { ActivityEntry } from '../../../projections/tickets/read-ticket';
import type { Colour, Status } from '../../../projections/tickets/status';
import { cast } from '../answers/cast';
import {
  about,
  count,
  hash,
  id,
  instant,
  number,
  object,
  oneOf,
  optional,
  orNull,
  text,
  yesNo,
  type Schema,
} from '../answers/schema';
import { actor, audience, page, requester, userActor } from '../answers/shared';

const phase: Schema<number> = {
  ...{ type: 'integer', minimum: 1, maximum: 7, example: 5 },
  description: '1 created, 2 qualifying, 3 dispatching, 4 waiting, 5 solving, 6 checking, 7 closed.',
};

/** Where a ticket stands, the same in a list and on its own. */
export const place = {
  kind: about('Decides which phases and conditions apply.', oneOf<string>(...kinds), 'issue'),
  engagement: about('The basis on which the work is done.', oneOf<string>(...engagements)),
  phase,
  status: about('Closed in phase 7, open before.', oneOf<Status>('open', 'closed')),
  subStatus: about('What happens in the phase, such as `in-progress` or `waiting-for-customer`.', text, 'in-progress'),
  colour: about(
    'Of phase and sub-status, for badges.',
    oneOf<Colour>('grey', 'blue', 'violet', 'amber', 'green', 'yellow', 'orange', 'teal', 'dark'),
    'green',
  ),
  priority: about('How urgent it is.', oneOf<string>(...priorities), 'moderate'),
  ownerOrganisation: about('The organisation of its owner.', id, cast.customer),
  handler: about('The organisation that has custody.', id, cast.partner),
  team: about('The team whose queue it is in. Null: none.', orNull(id), cast.team),
  assignee: about('The technician who is responsible. Null: nobody.', orNull(id), cast.technician),
};

/** How a ticket is recognised and followed. */
export const identity = {
  id: about('Names it in every path.', id, cast.ticket),
  number: about('What people call it.', text, 'CT-000001'),
  title: about('Null where it was never told or is erased.', orNull(text), 'Lobby screen stays black'),
};
export const times = {
  openedAt: about('When it was opened.', instant),
  updatedAt: about('When something last happened to it.', instant),
};
export const requestedBy = about('Who has the problem.', requester);

const ticketLine = object<TicketLine>('TicketLine', {
  ...{ ...identity, ...place },
  requester: requestedBy,
  category: about('Category of the problem.', orNull(text), 'Screen'),
  channel: about('How it came in.', orNull(text), 'phone'),
  serialNumber: about('Serial number of the device.', orNull(text), 'SN-4711'),
  ...times,
  closedAt: about('When it was closed. Null while it is open.', orNull(instant), null),
});

export const ticketPage = page('TicketPage', ticketLine);

/** What a fact says, by its type: the catalogue of events lists it. */
const data: Schema<Values> = about(
  'What the fact says. Its members depend on its type.',
  { ...{ type: 'object', additionalProperties: true } },
  { technician: cast.technician, team: null, skippedGates: [] },
);

/** What a merged ticket shows says where it stands. */
export const onTicket = {
  ticket: about('The ticket it stands on: this one, or a duplicate of it.', id, cast.ticket),
  number: about('Number of that ticket.', text, 'CT-000001'),
  fromDuplicate: about('It stands on a duplicate, or on a duplicate of one.', yesNo, false),
};

/** Who did something, and for whom. */
const deed = {
  actor: about('Who did it.', actor),
  onBehalfOf: about('For whom, when somebody else did it.', orNull(userActor), null),
  audience: about('Who may read it.', audience),
};

const redaction = object<NonNullable<ActivityEntry['redacted']>>('Redaction', {
  at: about('When the text or the file was destroyed.', instant),
  by: about('Who destroyed it.', actor),
});

const activityLine = object<ActivityEntry>('ActivityLine', {
  id: about('Not a UUID everywhere: it names what the line is about.', text, '01a22cf4-d873-729b-9a07-3517d78c869b'),
  ...onTicket,
  revision: about('Revision of the ticket after it.', count, 1),
  type: about('Type of the fact.', text, 'TicketAssigned'),
  at: about('When it happened.', instant),
  recordedAt: about('When it became known here.', instant),
  ...deed,
  origin: about('Seen here, implied by another fact, or imported.', oneOf<string>('witnessed', 'implied', 'imported')),
  text: about('What somebody wrote, or the name of a file.', orNull(text), null),
  data,
  redacted: about('Who destroyed what stood here. Null: nobody.', orNull(redaction), null),
});

export const activityPage = page('ActivityPage', activityLine);

type Source = NonNullable<Plain<Origin>['source']>;
const source = object<Source>('Source', {
  name: about('Name of the other system.', text, 'servicenow'),
  fileHash: about('SHA-256 of the imported file.', hash),
  row: about('Row of the file.', number, 4711),
});
const origin = object<Plain<Origin>>('Origin', {
  kind: about('Seen here, implied by another fact, or imported.', oneOf<Origin['kind']>('witnessed', 'implied', 'imported')),
  source: optional(about('Where an imported fact came from.', source)),
});

const logLine = object<Shown<LogLine>>('LogLine', {
  id: about('Not a UUID: the stream and the revision.', text, `ticket-${cast.ticket}@1`),
  stream: about('Category and id of the aggregate.', text, `ticket-${cast.ticket}`),
  revision: about('Position in the stream, from 0.', count, 1),
  logIndex: about('Dense number of the fact in the whole log, from 1.', count, 118),
  type: about('Type of the fact.', text, 'TicketAssigned'),
  occurredAt: about('When it happened.', instant),
  recordedAt: about('When it became known here.', instant),
  ...deed,
  origin: about('How it became known.', origin),
  command: about('Id of the command that it follows from.', id, '01a22cf4-d86b-7a3f-9be0-8a6b0c1d2e3f'),
  correlationId: about('Names the request, as `X-Correlation-Id`.', text, '01a22cf4-d86a-70c1-a4d2-5b6c7d8e9f00'),
  contentHash: about('SHA-256 of what the fact says.', hash),
  hash: about('SHA-256 over the content hash and the fact before.', hash),
  data,
});

export const logPage = page('LogPage', logLine);
