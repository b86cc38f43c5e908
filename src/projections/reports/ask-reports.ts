import { reject } from '../../domain/kernel/errors';
import type { Actor } from '../../domain/people/actor';
import { everything, organisationScope } from '../../domain/ticket/ticket.facets';
import { within } from '../kernel/dates';
import type { ReadModels } from '../kernel/read-models';
import { bucketing, type Bucketing, type Grouping } from './calendar';
import type { TicketFigure } from './ticket-figures';
import { Volume, type BucketSpan, type VolumeBucket } from './volume';
import type { VolumeReport } from './volume.document';
import { noTickets, type Dashboard, type Tiles } from '../tickets/dashboard';
import type { TicketMeasures } from '../tickets/ticket-measures';
import { everyItem, invalid, requirePermission, requireReadScope } from '../kernel/asking';
import { namesOf, type Names } from '../people/names';
import { audienceOf } from '../tickets/audience';
import { countTickets, unassignedList } from '../tickets/list-tickets';

export interface VolumeParams {
  /** Tickets opened from this instant or date on. */
  readonly from?: string | undefined;
  /** Tickets opened before this instant or date. */
  readonly to?: string | undefined;
  /** Only tickets that this organisation takes part in. */
  readonly organisation?: string | undefined;
  /** IANA time zone of dates, weeks, months, weekdays and hours. Default UTC. */
  readonly zone?: string | undefined;
}

const ticketsAtOnce = 1_000;

/** @throws {DomainError} not-permitted */
export async function getDashboard(models: ReadModels, actor: Actor): Promise<Tiles> {
  const [found, unassigned] = await Promise.all([
    models.get<Dashboard>('dashboard', requireReadScope(actor)),
    countTickets(models, actor, unassignedList(actor)),
  ]);
  const { open, closed, highPriority, total } = found ?? noTickets;
  return { open, closed, highPriority, unassigned, total };
}

/** @throws {DomainError} not-permitted, invalid */
export async function volumeReport(models: ReadModels, actor: Actor, params: VolumeParams = {}): Promise<VolumeReport> {
  const volume = await counted(models, actor, params);
  return volume.report(await namesIn(models, volume));
}

export interface GroupedVolume {
  readonly report: VolumeReport;
  /** Every bucket of the span, including empty ones. */
  readonly buckets: readonly VolumeBucket[];
  /** Number of tickets that a figure leaves out. */
  readonly without: (figure: TicketFigure) => number;
  /** False while the read model catches up: some tickets are not counted yet. */
  readonly isComplete: boolean;
}

/** Like `volumeReport`, with openings and closings per day, week or month. @throws {DomainError} not-permitted, invalid */
export async function groupedVolume(
  models: ReadModels,
  actor: Actor,
  { grouping, span, ...params }: VolumeParams & { readonly grouping: Grouping; readonly span: BucketSpan },
): Promise<GroupedVolume> {
  const volume = await counted(models, actor, params);
  const [names, status] = await Promise.all([namesIn(models, volume), models.status()]);
  const isBehind = status.some(({ name, state }) => name === measuresFor(actor) && state !== 'live');
  return {
    ...{ report: volume.report(names), buckets: volume.buckets(grouping, span), isComplete: !isBehind },
    without: (figure) => volume.without(figure),
  };
}

async function counted(models: ReadModels, actor: Actor, params: VolumeParams): Promise<Volume> {
  const volume = new Volume(bucketingIn(params.zone));
  for await (const ticket of measured(models, actor, params)) volume.add(ticket);
  return volume;
}

const measuresFor = (actor: Actor): string => `ticket-measures-${audienceOf(actor)}`;

/** The measures of all tickets in the report, last opened first. @throws {DomainError} not-permitted, invalid */
export function measured(models: ReadModels, actor: Actor, params: VolumeParams) {
  requirePermission(actor, 'report.read');
  const where = [{ field: 'scopes', has: scopeOf(actor, params.organisation) }, ...within('openedAt', params, params.zone)];
  return everyItem((after) =>
    models.find<TicketMeasures>(measuresFor(actor), {
      ...{ where, sort: [{ field: 'openedAt', descending: true }], limit: ticketsAtOnce },
      ...(after === undefined ? {} : { after }),
    }),
  );
}

function scopeOf(actor: Actor, organisation: string | undefined): string {
  const widest = requireReadScope(actor);
  if (organisation === undefined) return widest;
  const wanted = organisationScope(organisation);
  if (widest === everything || widest === wanted) return wanted;
  reject(
    'not-permitted',
    'You may report only on your own organisation. Leave "organisation" out to report on all that you may read.',
    {
      permission: 'ticket.read-everything',
    },
  );
}

/** @throws {DomainError} invalid */
export function bucketingIn(zone: string | undefined): Bucketing {
  try {
    return bucketing(zone);
  } catch {
    return invalid('zone', 'an IANA time zone such as Europe/Helsinki');
  }
}

/** The report names people as `user-<uuid>` and `contact-<uuid>`. */
async function namesIn(models: ReadModels, volume: Volume): Promise<(id: string) => string | undefined> {
  const { people, teams, teamOrganisations } = volume.wanted();
  const ids = (kind: string): readonly string[] => people.filter((id) => id.startsWith(kind)).map((id) => id.slice(kind.length));
  const names: Names = await namesOf(models, {
    ...{ users: ids('user-'), contacts: ids('contact-'), organisations: teamOrganisations, teams },
  });
  return (id) => names[id.replace(/^(user|contact)-/, '')];
}
