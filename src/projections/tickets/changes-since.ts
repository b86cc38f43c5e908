import type { Actor } from '../../domain/people/actor';
import { canRead } from '../../domain/ticket/ticket.facets';
import { mergedPage } from '../kernel/merged-page';
import type { ReadModels } from '../kernel/read-models';
import { shown } from '../kernel/shown';
import { actorsIn, namesOf, type Names } from '../people/names';
import type { ActivityLine } from './activity';
import { detailModel, linesFor } from './audience';
import { labelled } from './merged-view';
import type { ActivityEntry } from './read-ticket';
import type { TicketDetail } from './ticket-detail.document';

export interface ChangesSince {
  /** Newest first. */
  readonly items: readonly ActivityEntry[];
  readonly names: Names;
}

/** Maximum number of changes in one answer. */
const most = 20;
const newestFirst = [
  { field: 'recordedAt', descending: true },
  { field: 'revision', descending: true },
] as const;

/**
 * Facts recorded on the ticket after a revision, limited to those that the actor may see. Null if the ticket does not exist or the actor may
 * not see it.
 */
export async function getChangesSince(
  models: ReadModels,
  actor: Actor,
  { ticket, revision }: { readonly ticket: string; readonly revision: number },
): Promise<ChangesSince | null> {
  const detail = await models.get<TicketDetail>(detailModel(actor), ticket);
  if (detail === null || !canRead(actor, detail.scopes)) return null;
  const where = [{ field: 'ticket', eq: ticket }];
  const page = await mergedPage<ActivityLine>(models, linesFor(actor, 'activity'), { where, sort: newestFirst, limit: most });
  const items = page.items.filter((line) => line.revision > revision);
  const people = actorsIn(items.map(({ actor: by }) => by));
  return { items: items.map((line) => labelled(shown(line), detail, ticket)), names: await namesOf(models, people) };
}
