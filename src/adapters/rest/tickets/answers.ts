import type { Origin } from '../../../domain/kernel/event';
import type { Values } from '../../../domain/kernel/value';
import { engagements, kinds, priorities } from '../../../domain/ticket/ticket.events';
import type { LogLine } from '../../../projections/audit/log';
import type { Plain } from '../../../projections/kernel/plain';
import type { TicketLine } from '../../../projections/tickets/list-tickets';
import type { Shown } from '../../../projections/kernel/shown';
import type { ActivityEntry } from '../../../projections/tickets/read-ticket';
import type { Colour, Status } from '../../../projections/tickets/status';
import {
  about,
  count,
  id,
  instant,
  number,
  object,
  oneOf,
  optional,
  orNull,
  sha256,
  text,
  yesNo,
  type Schema,
} from '../answers/schema';
import { actor, audience, page, requester, userActor } from '../answers/shared';

const phase: Schema<number> = {
  ...{ type: 'integer', minimum: 1, maximum: 7 },
  description: '1 created, 2 qualifying, 3 dispatching, 4 waiting, 5 solving, 6 checking, 7 closed.',
};

/** Where a ticket stands, the same in a list and on its own. */
export const place = {
  kind: oneOf<string>(...kinds),
  engagement: oneOf<string>(...engagements),
  phase,
  status: oneOf<Status>('open', 'closed'),
  subStatus: text,
  colour: oneOf<Colour>('grey', 'blue', 'violet', 'amber', 'green', 'yellow', 'orange', 'teal', 'dark'),
  priority: oneOf<string>(...priorities),
  ownerOrganisation: id,
  handler: about('The organisation that has custody.', id),
  team: orNull(id),
  assignee: orNull(id),
};

const ticketLine = object<TicketLine>('TicketLine', {
  ...{ id, number: text, title: orNull(text), ...place },
  priorityRank: about('1 is the most urgent.', count),
  requester,
  category: orNull(text),
  openedAt: instant,
  updatedAt: instant,
  closedAt: orNull(instant),
});

export const ticketPage = page('TicketPage', ticketLine);

/** What a fact says, by its type: the catalogue of events lists it. */
const data: Schema<Values> = about('What the fact says; its members depend on its type.', {
  ...{ type: 'object', additionalProperties: true },
});

/** What a merged ticket shows says where it stands. */
export const onTicket = {
  ticket: about('The ticket it stands on: this one, or a duplicate of it.', id),
  number: about('Number of that ticket.', text),
  fromDuplicate: about('It stands on a duplicate, or on a duplicate of one.', yesNo),
};

const activityLine = object<ActivityEntry>('ActivityLine', {
  id: about('Not a UUID everywhere: it names what the line is about.', text),
  ...onTicket,
  revision: count,
  type: about('Type of the fact, such as TicketForwarded.', text),
  at: about('When it happened.', instant),
  recordedAt: about('When it became known here.', instant),
  actor,
  onBehalfOf: orNull(userActor),
  audience,
  origin: oneOf<string>('witnessed', 'implied', 'imported'),
  text: about('What somebody wrote, or the name of a file.', orNull(text)),
  data,
  redacted: orNull(object<NonNullable<ActivityEntry['redacted']>>('Redaction', { at: instant, by: actor })),
});

export const activityPage = page('ActivityPage', activityLine);

type Source = NonNullable<Plain<Origin>['source']>;
const origin = object<Plain<Origin>>('Origin', {
  kind: oneOf<Origin['kind']>('witnessed', 'implied', 'imported'),
  source: optional(object<Source>('Source', { name: text, fileHash: sha256, row: number })),
});

const logLine = object<Shown<LogLine>>('LogLine', {
  id: about('Not a UUID: the stream and the revision.', text),
  stream: text,
  revision: count,
  logIndex: about('Dense number of the fact in the whole log, from 1.', count),
  type: text,
  occurredAt: instant,
  recordedAt: instant,
  ...{ audience, origin, actor, onBehalfOf: orNull(userActor) },
  command: id,
  correlationId: text,
  contentHash: sha256,
  hash: sha256,
  data,
});

export const logPage = page('LogPage', logLine);
