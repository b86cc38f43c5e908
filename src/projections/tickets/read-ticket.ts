import { streamName } from '../../domain/kernel/ids';
import { isStaff, type Actor } from '../../domain/people/actor';
import { canRead, readScope, userScope } from '../../domain/ticket/ticket.facets';
import { ofStream, type LogLine } from '../audit/log';
import type { ReadModels } from '../kernel/read-models';
import type { ActivityLine } from './activity';
import type { TicketListItem } from './ticket-list';
import { sortableNumber } from './status';
import type { FileLine, TicketDetail } from './ticket-detail.document';
import { mergedPage } from '../kernel/merged-page';
import { pageOf, requirePermission, type Paging } from '../kernel/asking';
import { actorsIn, namesOf, type Mention, type Names } from '../people/names';
import { shown, type Shown } from '../kernel/shown';

/** The read models made for this reader: a customer's never held what only staff may know (rule 4). */
export const audienceOf = (actor: Actor): 'everyone' | 'staff' => (isStaff(actor) ? 'staff' : 'everyone');
/** Of lines, each of which stands in one read model only: what everyone may know, and what staff know besides. */
const linesFor = (actor: Actor, name: 'activity' | 'log'): readonly string[] =>
  isStaff(actor) ? [`${name}-everyone`, `${name}-staff-only`] : [`${name}-everyone`];

export interface TicketPage {
  readonly ticket: Shown<TicketDetail>;
  readonly names: Names;
}

export interface LinePage<Line> {
  readonly items: readonly Line[];
  readonly next: string | null;
  readonly names: Names;
}

/** Everything a ticket page shows; null for one that does not exist or that the actor may not see. */
export async function getTicket(
  models: ReadModels,
  actor: Actor,
  { ticket: id }: { readonly ticket: string },
): Promise<TicketPage | null> {
  const ticket = await visibleTicket(models, actor, id);
  return ticket === null ? null : { ticket: shown(ticket), names: await namesIn(models, ticket) };
}

const ticketNumber = /^[A-Z]{2}-\d{1,12}$/;

/** Whether a text is a ticket number, such as CT-000123. */
export function isTicketNumber(text: string): boolean {
  return ticketNumber.test(text);
}

/** The id of the ticket with this number; null for one that does not exist or that the actor may not see. */
export async function findTicket(
  models: ReadModels,
  actor: Actor,
  { number }: { readonly number: string },
): Promise<string | null> {
  const scopes = [readScope(actor), userScope(actor.user)].filter((scope) => scope !== null);
  for (const scope of scopes) {
    const where = [
      { field: 'scopes', has: scope },
      { field: 'status', in: ['open', 'closed'] },
      { field: 'numberSort', eq: sortableNumber(number) },
    ];
    const [found] = (await models.find<TicketListItem>('ticket-list', { where, limit: 1 })).items;
    if (found !== undefined) return found._id;
  }
  return null;
}

/** One of its files; null for one that it has not, or that the actor may not see. */
export async function getFile(
  models: ReadModels,
  actor: Actor,
  { ticket: id, file }: { readonly ticket: string; readonly file: string },
): Promise<FileLine | null> {
  const ticket = await visibleTicket(models, actor, id);
  return ticket?.files.find((line) => line.file === file) ?? null;
}

/** What happened, oldest first, as far as the actor may know it (S4.20, S4.35). */
export async function getActivity(
  models: ReadModels,
  actor: Actor,
  { ticket, ...paging }: { readonly ticket: string } & Paging,
): Promise<LinePage<Shown<ActivityLine>> | null> {
  if ((await visibleTicket(models, actor, ticket)) === null) return null;
  const page = await mergedPage<ActivityLine>(models, linesFor(actor, 'activity'), {
    where: [{ field: 'ticket', eq: ticket }],
    sort: [{ field: 'revision' }],
    ...pageOf(paging),
  });
  const actors = page.items.flatMap(({ actor: by, onBehalfOf, redacted }) => [by, onBehalfOf, redacted?.by ?? null]);
  return { items: page.items.map((line) => shown(line)), next: page.next, names: await namesOf(models, actorsIn(actors)) };
}

/**
 * Every fact of the ticket with both times and hashes; customers see those for everyone.
 * @throws {DomainError} not-permitted
 */
export async function getLog(
  models: ReadModels,
  actor: Actor,
  { ticket, ...paging }: { readonly ticket: string } & Paging,
): Promise<LinePage<Shown<LogLine>> | null> {
  requirePermission(actor, 'audit.read-log');
  if ((await visibleTicket(models, actor, ticket)) === null) return null;
  const page = await mergedPage<LogLine>(models, linesFor(actor, 'log'), {
    where: ofStream(streamName('ticket', ticket)),
    ...pageOf(paging),
  });
  const actors = page.items.flatMap(({ actor: by, onBehalfOf }) => [by, onBehalfOf]);
  return { items: page.items.map((line) => shown(line)), next: page.next, names: await namesOf(models, actorsIn(actors)) };
}

async function visibleTicket(models: ReadModels, actor: Actor, id: string): Promise<TicketDetail | null> {
  const ticket = await models.get<TicketDetail>(`ticket-detail-${audienceOf(actor)}`, id);
  return ticket !== null && canRead(actor, ticket.scopes) ? ticket : null;
}

function namesIn(models: ReadModels, ticket: TicketDetail): Promise<Names> {
  const { requester, creator, owner, solution, assignee, handler, ownerOrganisation, earlierHandlers } = ticket;
  const people = actorsIn([creator, owner]);
  const workers: readonly Mention[] = [
    ...ticket.work.map(({ technician }) => technician),
    ...ticket.faults.map(({ foundBy }) => foundBy),
  ];
  return namesOf(models, {
    users: [...people.users, assignee, solution?.by, 'user' in requester ? requester.user : null, ...workers],
    contacts: ['contact' in requester ? requester.contact : null],
    organisations: [...people.organisations, handler, ownerOrganisation, ...earlierHandlers],
    teams: [ticket.team],
  });
}
