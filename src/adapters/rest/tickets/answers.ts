import type { Origin } from '../../../domain/kernel/event';
import type { Values } from '../../../domain/kernel/value';
import { engagements, kinds, priorities } from '../../../domain/ticket/ticket.events';
import type { ShownLogLine } from '../../../projections/audit/log';
import type { Plain } from '../../../projections/kernel/plain';
import type { TicketLine } from '../../../projections/tickets/list-tickets';
import type { ActivityEntry } from '../../../projections/tickets/read-ticket';
import type { Colour, Status } from '../../../projections/tickets/status';
import type { ShownActivity } from '../../desk/tickets/ticket-reader';
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
import { actor, audience, page, pageFields, requester, userActor, type Page } from '../answers/shared';

const phase: Schema<number> = {
  ...{ type: 'integer', minimum: 1, maximum: 7, example: 5 },
  description: '1 created, 2 qualifying, 3 dispatching, 4 waiting, 5 solving, 6 checking, 7 closed.',
};

/** A ticket's phase and custody, the same in lists and single reads. */
export const place = {
  kind: about('Kind of ticket. Decides which phases and conditions apply.', oneOf<string>(...kinds), 'issue'),
  engagement: about('Contractual basis of the work.', oneOf<string>(...engagements)),
  phase,
  status: about('Closed in phase 7, open before.', oneOf<Status>('open', 'closed')),
  subStatus: about('State within the phase, such as `in-progress` or `waiting-for-customer`.', text, 'in-progress'),
  colour: about(
    'Badge colour of the phase and sub-status.',
    oneOf<Colour>('grey', 'blue', 'violet', 'amber', 'green', 'yellow', 'orange', 'teal', 'dark'),
    'green',
  ),
  priority: about('The priority.', oneOf<string>(...priorities), 'moderate'),
  ownerOrganisation: about('The organisation of the owner.', id, cast.customer),
  handler: about('The organisation with custody.', id, cast.partner),
  team: about('The team with the ticket in its queue, or null.', orNull(id), cast.team),
  assignee: about('The assigned technician, or null.', orNull(id), cast.technician),
};

/** A ticket's identity and its times. */
export const identity = {
  id: about('Id of the ticket in paths.', id, cast.ticket),
  number: about('Number for display.', text, 'CT-000001'),
  title: about('Null if unknown or erased.', orNull(text), 'Lobby screen stays black'),
};
export const times = {
  openedAt: about('When it was opened.', instant),
  updatedAt: about('When the ticket last changed.', instant),
};
export const requestedBy = about('The person who has the problem.', requester);

const ticketLine = object<TicketLine>('TicketLine', {
  ...{ ...identity, ...place },
  requester: requestedBy,
  category: about('Category of the problem.', orNull(text), 'Screen'),
  channel: about('The channel on which it arrived.', orNull(text), 'phone'),
  serialNumber: about('Serial number of the device.', orNull(text), 'SN-4711'),
  ...times,
  closedAt: about('When it was closed. Null while it is open.', orNull(instant), null),
});

export const ticketPage = page('TicketPage', ticketLine);

/** The data of an event, listed by type in the event catalogue. */
const data: Schema<Values> = about(
  'Data of the fact. Its members depend on the type.',
  { ...{ type: 'object', additionalProperties: true } },
  { technician: cast.technician, team: null, skippedGates: [] },
);

/** Names the ticket that an entry of a merged view belongs to. */
export const onTicket = {
  ticket: about('The ticket that it belongs to: this one, or a duplicate.', id, cast.ticket),
  number: about('Number of that ticket.', text, 'CT-000001'),
  fromDuplicate: about('Whether it belongs to a direct or indirect duplicate.', yesNo, false),
};

/** The user who acted, and on whose behalf. */
const deed = {
  actor: about('The user or process that acted.', actor),
  onBehalfOf: about('The user on whose behalf the actor acted, or null.', orNull(userActor), null),
  audience: about('The audience of the entry.', audience),
};

const redaction = object<NonNullable<ActivityEntry['redacted']>>('Redaction', {
  at: about('When the text or the file was destroyed.', instant),
  by: about('The user who destroyed it.', actor),
});

const activityLine = object<ActivityEntry>('ActivityLine', {
  id: about('Id of the entry. Not always a UUID.', text, '01a22cf4-d873-729b-9a07-3517d78c869b'),
  ...onTicket,
  revision: about('Revision of the ticket after the fact.', count, 1),
  type: about('Type of the fact.', text, 'TicketAssigned'),
  at: about('When it happened.', instant),
  recordedAt: about('When it was recorded.', instant),
  ...deed,
  origin: about('Witnessed here, implied by another fact, or imported.', oneOf<string>('witnessed', 'implied', 'imported')),
  text: about('Text written by a user, or the name of a file.', orNull(text), null),
  title: about('Title given with the fact, for an opening or a revision.', orNull(text), null),
  data,
  redacted: about('The redaction, or null.', orNull(redaction), null),
});

export const activityPage = object<Page<ActivityEntry> & Pick<ShownActivity, 'asOf'>>('ActivityPage', {
  ...pageFields(activityLine),
  asOf: about('Null. While the log does not answer: when it answered last.', orNull(instant), null),
});

type Source = NonNullable<Plain<Origin>['source']>;
const source = object<Source>('Source', {
  name: about('Name of the other system.', text, 'servicenow'),
  fileHash: about('SHA-256 of the imported file.', hash),
  row: about('Row of the file.', number, 4711),
});
const origin = object<Plain<Origin>>('Origin', {
  kind: about('Witnessed here, implied by another fact, or imported.', oneOf<Origin['kind']>('witnessed', 'implied', 'imported')),
  source: optional(about('Source of an imported fact.', source)),
});

const logLine = object<ShownLogLine>('LogLine', {
  id: about('The stream and the revision. Not a UUID.', text, `ticket-${cast.ticket}@1`),
  stream: about('Category and id of the aggregate.', text, `ticket-${cast.ticket}`),
  revision: about('Position in the stream, from 0.', count, 1),
  logIndex: about(
    'Number of the fact in the whole log, from 1 without gaps. Null except for the root organisation and auditors of staff.',
    orNull(count),
    118,
  ),
  type: about('Type of the fact.', text, 'TicketAssigned'),
  occurredAt: about('When it happened.', instant),
  recordedAt: about('When it was recorded.', instant),
  ...deed,
  origin: about('Origin of the fact.', origin),
  command: about('Id of the command that recorded it.', id, '01a22cf4-d86b-7a3f-9be0-8a6b0c1d2e3f'),
  correlationId: about('Id of the request, from `X-Correlation-Id`.', text, '01a22cf4-d86a-70c1-a4d2-5b6c7d8e9f00'),
  contentHash: about('SHA-256 of the content.', hash),
  hash: about('SHA-256 over the content hash and the hash of the previous fact.', hash),
  data,
});

export const logPage = page('LogPage', logLine);
