import type { Details } from '../../../domain/ticket/ticket.events';
import { affectedKinds, channels, gates, levels, mailKinds, resolutions, waitingFor } from '../../../domain/ticket/ticket.events';
import type { Channel, Gate, Level, MailKind, Resolution, WaitingFor } from '../../../domain/ticket/ticket.events';
import type { Plain } from '../../../projections/kernel/plain';
import type * as Detail from '../../../projections/tickets/ticket-detail.document';
import type { TicketRef } from '../../../projections/tickets/merged-view';
import type { ShownFile, ShownWatcher } from '../../../projections/tickets/read-ticket';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import type { AllowedLink } from './allowed-links';
import { outcome } from '../answers/outcomes';
import { allowedLink } from '../answers/problem';
import {
  about,
  count,
  either,
  id,
  instant,
  listOf,
  object,
  oneOf,
  optional,
  orNull,
  percent,
  sha256,
  text,
  yesNo,
} from '../answers/schema';
import { audience, names, requester, userActor } from '../answers/shared';
import { onTicket, place } from './answers';

const code = optional(text);
const level = optional(oneOf<Level>(...levels));

const details = object<Plain<Details>>('TicketDetails', {
  channel: optional(oneOf<Channel>(...channels)),
  ...{ category: code, subcategory: code, symptom: code, configurationItem: code, location: code },
  ...{ impact: level, urgency: level },
  ...{ notify: code, problem: code, change: code, vendor: code, causedBy: code },
  ...{ postalCode: code, branch: code, serialNumber: code },
});

const waiting = object<NonNullable<Detail.TicketDetail['waiting']>>('Waiting', {
  ...{ for: oneOf<WaitingFor>(...waitingFor), reason: orNull(text), since: instant },
});
const solution = object<Detail.Solution>('Solution', {
  ...{ text: orNull(text), actualDamage: orNull(text), code: orNull(text), by: id, at: instant },
});
const closure = object<Detail.Closure>('Closure', {
  ...{ resolution: oneOf<Resolution>(...resolutions), summary: orNull(text), primary: orNull(id), at: instant },
});
const ref = object<TicketRef>('TicketRef', { id, number: about('Null where you may not see that ticket.', orNull(text)) });
const watcher = object<ShownWatcher>('Watcher', {
  id,
  kinds: listOf(oneOf<MailKind>(...mailKinds)),
  email: about('For staff only.', orNull(text)),
  ticket: about('The ticket that names it: this one, or one that this one was merged into.', id),
  number: about('Number of that ticket.', text),
});
const file = object<ShownFile>('File', {
  ...{ id, name: orNull(text), mediaType: text, bytes: count, sha256, audience, at: instant, redacted: yesNo },
  ...onTicket,
});
const waiver = object<Detail.Waiver>('Waiver', {
  ...{ gate: oneOf<Gate>(...gates), reason: orNull(text), until: orNull(instant), at: instant },
});
const item = object<Detail.TicketDetail['affectedItems'][number]>('AffectedItem', {
  ...{ kind: oneOf<string>(...affectedKinds), reference: text },
});
const work = object<Detail.WorkLine>('Work', {
  ...{ technician: id, minutes: count, item: orNull(text), description: orNull(text), at: instant },
});
const fault = object<Detail.FaultLine>('FoundFault', {
  ...{ code: orNull(text), foundBy: id, description: orNull(text), at: instant },
});

/** A ticket as the API shows it. */
export type TicketResource = Omit<TicketView, 'allowed'> & { readonly allowed: readonly AllowedLink[] };

export const ticket = object<TicketResource>('Ticket', {
  ...{ id, number: text, title: orNull(text), description: orNull(text), ...place, details },
  ...{ requester, creator: userActor, owner: userActor, earlierHandlers: listOf(id) },
  acceptedAt: about('When the present assignee accepted.', orNull(instant)),
  waiting: orNull(waiting),
  percent,
  solution: orNull(solution),
  closure: orNull(closure),
  reopens: count,
  takenInHandlingAt: about('The first acceptance or start of work.', orNull(instant)),
  watchers: about('Who is told of what happens on it, in the order in which they were named.', listOf(watcher)),
  files: about('Its own, then those of its duplicates.', listOf(file)),
  primary: about('The ticket it is a duplicate of.', orNull(ref)),
  duplicates: listOf(ref),
  ...{ waivers: listOf(waiver), affectedItems: listOf(item), work: listOf(work), faults: listOf(fault) },
  openedAt: instant,
  updatedAt: instant,
  revision: about('Also in ETag, for If-Match.', count),
  allowed: about('What you can do with it now.', listOf(allowedLink)),
  names,
});

/** What a command answers, or the ticket itself where that is preferred (`Prefer: return=representation`). */
export const ticketOrOutcome = either(outcome, ticket);
