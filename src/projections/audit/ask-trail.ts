import type { Actor } from '../../domain/people/actor';
import { pageOf, requirePermission } from '../kernel/asking';
import { cutPage } from '../kernel/cursor';
import { within } from '../kernel/dates';
import type { Condition, Page } from '../kernel/documents.port';
import { mergedPage } from '../kernel/merged-page';
import type { ReadModels } from '../kernel/read-models';
import { fullSort } from '../kernel/served-by';
import { shown, type Shown } from '../kernel/shown';
import { actorsIn, namesOf, type Names } from '../people/names';
import { linesFor } from '../tickets/audience';
import type { LogLine } from './log';
import { subjectsFor, type Subjects, type TrailSubject } from './trail-subjects';

export interface TrailParams {
  readonly person?: string | undefined;
  readonly type?: string | undefined;
  /** Start of the recording time. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly zone?: string | undefined;
  readonly after?: string | undefined;
}

export interface TrailLine extends Shown<LogLine> {
  readonly about: TrailSubject;
}

export interface TrailPage {
  /** Newest first. */
  readonly items: readonly TrailLine[];
  readonly next: string | null;
  /** Set if the page is short because its scan is limited: the oldest time scanned. */
  readonly lookedBackTo: string | null;
  readonly names: Names;
}

const perPage = 50;
const batch = 100;
const mostLookedAt = 2_000;
const sort = [{ field: 'recordedAt', descending: true }] as const;

/** State of a page while it is filled. */
interface Progress {
  readonly found: readonly TrailLine[];
  /** Undefined before the first read, null at the end. */
  readonly next: string | null | undefined;
  /** The last line scanned. */
  readonly last: LogLine | undefined;
  readonly read: number;
}

/**
 * The newest facts of tickets, people and organisations that the asker may see.
 * @throws {DomainError} not-permitted, invalid
 */
export async function askTrail(models: ReadModels, actor: Actor, params: TrailParams): Promise<TrailPage> {
  requirePermission(actor, 'audit.read-log');
  const subjects = await subjectsFor(models, actor);
  const more = (after: string | undefined) => linesAfter(models, actor, params, after);
  let page: Progress = { found: [], next: params.after, last: undefined, read: 0 };
  while (page.next !== null && page.found.length < perPage && page.read < mostLookedAt)
    page = await readOn(page, await more(page.next), (lines) => wantedOf(lines, subjects, params.type));
  return {
    ...{ items: page.found, next: page.next ?? null, lookedBackTo: shortOf(page) },
    names: await namesOf(models, actorsIn(page.found.flatMap(({ actor: by, onBehalfOf }) => [by, onBehalfOf]))),
  };
}

function shortOf({ found, next, last }: Progress): string | null {
  return next !== null && found.length < perPage ? (last?.recordedAt ?? null) : null;
}

type Wanted = readonly (readonly [line: LogLine, about: TrailSubject])[];

async function wantedOf(lines: readonly LogLine[], subjects: Subjects, type: string | undefined): Promise<Wanted> {
  const ofType = lines.filter((line) => type === undefined || line.type === type);
  const about = await subjects(ofType);
  return ofType.flatMap((line) => {
    const subject = about.get(line._id);
    return subject === undefined ? [] : [[line, subject] as const];
  });
}

async function readOn(
  { found, read }: Progress,
  page: Page<LogLine>,
  wanted: (lines: readonly LogLine[]) => Promise<Wanted>,
): Promise<Progress> {
  const taken = (await wanted(page.items)).slice(0, perPage - found.length);
  const lines = [...found, ...taken.map(([line, about]) => ({ ...shown(line), about }))];
  const isFull = lines.length === perPage;
  const last = isFull ? taken.at(-1)?.[0] : page.items.at(-1);
  return { found: lines, last, read: read + batch, next: isFull ? nextAfter(page, last) : page.next };
}

function linesAfter(models: ReadModels, actor: Actor, { person, from, to, zone }: TrailParams, after: string | undefined) {
  const where: readonly Condition[] = [
    ...(person === undefined ? [] : [{ field: 'byUser', eq: person }]),
    ...within('recordedAt', { from, to }, zone),
  ];
  return mergedPage<LogLine>(models, linesFor(actor, 'log'), { where, sort, ...pageOf({ limit: batch, after }) });
}

/** Cursor after the last line shown. The rest of the page that was read comes with the next one. */
function nextAfter({ items, next }: Page<LogLine>, last: LogLine | undefined): string | null {
  const at = items.findIndex((line) => line === last);
  return cutPage(items, at + 1, fullSort(sort)).next ?? next;
}
