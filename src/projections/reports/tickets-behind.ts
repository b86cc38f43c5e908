import type { Actor } from '../../domain/people/actor';
import { canRead } from '../../domain/ticket/ticket.facets';
import { pageOf, type Paging } from '../kernel/asking';
import type { ReadModels } from '../kernel/read-models';
import { shown } from '../kernel/shown';
import { namesOf } from '../people/names';
import { namesIn, type TicketListPage } from '../tickets/list-tickets';
import type { TicketListItem } from '../tickets/ticket-list';
import type { TicketMeasures } from '../tickets/ticket-measures';
import { bucketingIn, measured, type VolumeParams } from './ask-reports';
import { countedTicket, placeOf, withoutKey, type TicketFigure } from './ticket-figures';

export interface BehindParams extends VolumeParams, Paging {
  readonly figure: TicketFigure;
  /** The key that the tickets count under. */
  readonly key: string;
}

export interface TicketsBehind extends TicketListPage {
  /** Number on all pages, equal to the figure. */
  readonly total: number;
  /** Name of the figure's person or team. */
  readonly name: string | null;
}

/**
 * Exactly the tickets that a figure counts, last opened first. Scans the measures of the period like the report.
 * @throws {DomainError} not-permitted, invalid
 */
export async function ticketsBehind(models: ReadModels, actor: Actor, params: BehindParams): Promise<TicketsBehind> {
  const { figure, key, after } = params;
  const { limit } = pageOf(params);
  const bucket = bucketingIn(params.zone);
  const ids: string[] = [];
  let first: TicketMeasures | null = null;
  for await (const ticket of measured(models, actor, params)) {
    if (placeOf(figure, countedTicket(ticket, bucket)) !== key) continue;
    first ??= ticket;
    ids.push(ticket._id);
  }
  const from = after === undefined ? 0 : ids.indexOf(after) + 1;
  const onPage = ids.slice(from, from + limit);
  const found = await models.getMany<TicketListItem>('ticket-list', onPage);
  const items = onPage.flatMap((id) => found.get(id) ?? []).filter(({ scopes }) => canRead(actor, scopes));
  return {
    items: items.map((item) => shown(item)),
    next: from + limit < ids.length ? (onPage.at(-1) ?? null) : null,
    names: await namesIn(models, items),
    total: ids.length,
    name: first === null ? null : await nameOf(models, params, first),
  };
}

/** Teams are stored with their organisations, which their tickets name. */
async function nameOf(models: ReadModels, { figure, key }: BehindParams, ticket: TicketMeasures): Promise<string | null> {
  if (key === withoutKey) return null;
  const id = key.replace(/^(user|contact)-/, '');
  const names =
    figure === 'team'
      ? await namesOf(models, { teams: [key], organisations: [ticket.lastTeamOrganisation] })
      : await namesOf(models, { users: [id], contacts: [id] });
  return names[id] ?? null;
}
