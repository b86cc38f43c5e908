import { streamName } from '../../domain/kernel/ids';
import type { Actor } from '../../domain/people/actor';
import { canRead, readScope, userScope } from '../../domain/ticket/ticket.facets';
import { ofStream, shownLogLine, type LogLine, type ShownLogLine } from '../audit/log';
import type { ReadModels } from '../kernel/read-models';
import type { ActivityLine } from './activity';
import { detailModel, linesFor } from './audience';
import {
  activityOf,
  labelled,
  primariesOf,
  refTo,
  withDuplicates,
  type ActivityAsked,
  type ActivityPage,
  type OnTicket,
  type TicketRef,
} from './merged-view';
import type { TicketListItem } from './ticket-list';
import { mayReadWatcher } from './opened-for';
import { sortableNumber } from './status';
import type { FileLine, TicketDetail, Watcher } from './ticket-detail.document';
import { mergedPage } from '../kernel/merged-page';
import { pageOf, requirePermission, type Paging } from '../kernel/asking';
import { actorsIn, namesOf, type Mention, type Names } from '../people/names';
import { shown, type Shown } from '../kernel/shown';

export type ShownFile = Omit<FileLine, 'file'> & { readonly id: string } & OnTicket;
export type ShownWatcher = Omit<Watcher, 'watcher' | 'by'> & { readonly id: string } & Omit<OnTicket, 'fromDuplicate'>;

/** A ticket with the files of its duplicates and the watchers of its primaries (rule 3). */
export interface MergedTicket extends Omit<Shown<TicketDetail>, 'primary' | 'duplicates' | 'files' | 'watchers'> {
  readonly primary: TicketRef | null;
  readonly duplicates: readonly TicketRef[];
  readonly files: readonly ShownFile[];
  readonly watchers: readonly ShownWatcher[];
}

export interface TicketPage {
  readonly ticket: MergedTicket;
  readonly names: Names;
}

export interface LinePage<Line> {
  readonly items: readonly Line[];
  readonly next: string | null;
  readonly names: Names;
}

/** Everything that a ticket page shows. Null when the ticket does not exist or the actor may not see it. */
export async function getTicket(
  models: ReadModels,
  actor: Actor,
  { ticket: id }: { readonly ticket: string },
): Promise<TicketPage | null> {
  const ticket = await visibleTicket(models, actor, id);
  if (ticket === null) return null;
  const [below, above] = await Promise.all([withDuplicates(models, actor, ticket), primariesOf(models, actor, ticket)]);
  return { ticket: merged(actor, ticket, { below, above }), names: await namesIn(models, ticket, below) };
}

interface Around {
  readonly below: readonly TicketDetail[];
  readonly above: readonly TicketDetail[];
}

function merged(actor: Actor, ticket: TicketDetail, { below, above }: Around): MergedTicket {
  const { primary, duplicates, ...own } = shown(ticket);
  return {
    ...own,
    primary: primary === null ? null : refTo(primary, above),
    duplicates: duplicates.map((duplicate) => refTo(duplicate, below)),
    files: below.flatMap((each) => each.files.map(({ file, ...line }) => labelled({ id: file, ...line }, each, ticket._id))),
    watchers: watchersOf(actor, [ticket, ...above]),
  };
}

/** Everyone who is notified about the ticket: its own watchers and those of its primaries. */
function watchersOf(actor: Actor, tickets: readonly TicketDetail[]): MergedTicket['watchers'] {
  return tickets.flatMap(({ _id, number, watchers }) =>
    watchers.map(({ watcher, by, email, ...line }) => {
      const isShown = mayReadWatcher(actor, by);
      return { id: watcher, ...line, email: isShown ? email : null, ticket: _id, number };
    }),
  );
}

const ticketNumber = /^[A-Z]{2}-\d{1,12}$/;

/** Whether a text is a ticket number, such as CT-000123. */
export function isTicketNumber(text: string): boolean {
  return ticketNumber.test(text);
}

/** The id of the ticket with this number. Null when it does not exist or the actor may not see it. */
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

/** A file of the ticket or of its duplicates. Null when there is none or the actor may not see it. */
export async function getFile(
  models: ReadModels,
  actor: Actor,
  { ticket: id, file }: { readonly ticket: string; readonly file: string },
): Promise<FileLine | null> {
  const ticket = await visibleTicket(models, actor, id);
  if (ticket === null) return null;
  const isIt = (line: FileLine): boolean => line.file === file;
  const own = ticket.files.find(isIt);
  return own ?? (await withDuplicates(models, actor, ticket)).flatMap(({ files }) => files).find(isIt) ?? null;
}

export type ActivityEntry = Shown<ActivityLine> & OnTicket;

export interface ActivityParams extends Paging, Pick<ActivityAsked, 'isBackwards'> {
  readonly ticket: string;
}

/** The activity of the ticket and its duplicates in recorded order, as far as the actor may see it (S4.20, S4.35, rule 3). */
export async function getActivity(
  models: ReadModels,
  actor: Actor,
  { ticket: id, isBackwards, ...paging }: ActivityParams,
): Promise<(LinePage<ActivityEntry> & ActivityPage<ActivityEntry>) | null> {
  const ticket = await visibleTicket(models, actor, id);
  if (ticket === null) return null;
  const tickets = new Map((await withDuplicates(models, actor, ticket)).map((each) => [each._id, each]));
  const page = await activityOf(models, actor, [...tickets.values()], { ...pageOf(paging), isBackwards });
  const actors = page.items.flatMap(({ actor: by, onBehalfOf, redacted }) => [by, onBehalfOf, redacted?.by ?? null]);
  const items = page.items.map((line) => labelled(shown(line), tickets.get(line.ticket) ?? ticket, id));
  return { ...page, items, names: await namesOf(models, actorsIn(actors)) };
}

/**
 * Every fact of the ticket, with both times and hashes. Customers see only facts for everyone.
 * @throws {DomainError} not-permitted
 */
export async function getLog(
  models: ReadModels,
  actor: Actor,
  { ticket, ...paging }: { readonly ticket: string } & Paging,
): Promise<LinePage<ShownLogLine> | null> {
  requirePermission(actor, 'audit.read-log');
  if ((await visibleTicket(models, actor, ticket)) === null) return null;
  const page = await mergedPage<LogLine>(models, linesFor(actor, 'log'), {
    where: ofStream(streamName('ticket', ticket)),
    ...pageOf(paging),
  });
  const actors = page.items.flatMap(({ actor: by, onBehalfOf }) => [by, onBehalfOf]);
  const items = page.items.map((line) => shownLogLine(actor, line));
  return { items, next: page.next, names: await namesOf(models, actorsIn(actors)) };
}

async function visibleTicket(models: ReadModels, actor: Actor, id: string): Promise<TicketDetail | null> {
  const ticket = await models.get<TicketDetail>(detailModel(actor), id);
  return ticket !== null && canRead(actor, ticket.scopes) ? ticket : null;
}

export function namesIn(
  models: Pick<ReadModels, 'getMany'>,
  ticket: TicketDetail,
  below: readonly TicketDetail[],
): Promise<Names> {
  const { requester, creator, owner, solution, assignee, handler, ownerOrganisation, earlierHandlers } = ticket;
  const people = actorsIn([creator, owner]);
  const workers: readonly Mention[] = [
    ...ticket.work.map(({ technician }) => technician),
    ...ticket.faults.map(({ foundBy }) => foundBy),
    ...below.flatMap(({ files }) => files.map(({ by }) => by)),
  ];
  return namesOf(models, {
    users: [...people.users, assignee, solution?.by, 'user' in requester ? requester.user : null, ...workers],
    contacts: ['contact' in requester ? requester.contact : null],
    organisations: [...people.organisations, handler, ownerOrganisation, ...earlierHandlers],
    teams: [ticket.team],
  });
}
