import { day, fromMillis, minute, toMillis, type Instant } from '../../../domain/kernel/instant';
import { caseDealer, pick, varied, type Case } from './cases';
import { lives } from './lives';
import { mergeGroups, type MergeGroup } from './merges';
import { agent, type Step } from './steps';

export interface PlannedStep extends Step {
  readonly at: Instant;
}

export interface PlannedTicket {
  readonly key: string;
  readonly opened: PlannedStep;
  /** The following steps in order. */
  readonly then: readonly PlannedStep[];
}

export interface PlannedLink extends PlannedStep {
  /** The ticket that receives the command. */
  readonly ticket: string;
}

/** All commands of the demo. Identical in every run, except for the times, which end before `now`. */
export interface Plan {
  /** Oldest first. */
  readonly tickets: readonly PlannedTicket[];
  readonly links: readonly PlannedLink[];
}

interface Told {
  readonly key: string;
  readonly opensAt: number;
  readonly steps: readonly Step[];
}

export function planDemo(now: Instant): Plan {
  const deal = caseDealer();
  const end = toMillis(now);
  const alone = lives.flatMap(({ count, kinds, days: [from, to], tells, ...rest }) =>
    Array.from({ length: count }, (_, at) => {
      const of = deal({ kinds, daysAgo: from + ((to - from) * at) / Math.max(1, count - 1), ...rest });
      return { key: of.key, opensAt: openingOf(of, end), steps: tells(of) };
    }),
  );
  const groups = mergeGroups.map((group) => grouped(group, deal(group), end));
  const told = [...alone, ...groups.flatMap(({ tickets }) => tickets)].sort((a, b) => a.opensAt - b.opensAt);
  return { tickets: told.map((one) => planned(one, end)), links: groups.flatMap(({ links }) => links) };
}

/** Key of the newest ticket. If it exists, the demo is complete. */
export const newestKey = 'ticket 1';

/** A time in the day's working hours, and never after `now`. */
function openingOf({ key, daysAgo, seed }: Case, now: number): number {
  if (key === newestKey) return now - 6 * minute;
  const morning = now - (now % day) - Math.floor(daysAgo) * day + 6 * 60 * minute;
  return Math.min(morning + varied(seed, 6, 660) * minute, now - (15 + varied(seed, 7, 180)) * minute);
}

/** Shifts steps that would lie in the future, so that the last one was shortly before now. */
function planned({ key, opensAt, steps }: Told, now: number): PlannedTicket {
  const last = now - 4 * minute;
  const waits = steps.map(({ after }, at) => (after * (7 + varied(steps.length + at, opensAt % 97, 7)) * minute) / 10);
  const whole = waits.reduce((sum, wait) => sum + wait, 0);
  const scale = Math.min(1, (last - opensAt) / Math.max(whole, 1));
  let at = opensAt;
  const timed = steps.map((step, i): PlannedStep => {
    at += (waits[i] ?? 0) * scale;
    return { ...step, at: fromMillis(Math.round(at)) };
  });
  const [opened, ...then] = timed as [PlannedStep, ...PlannedStep[]];
  return { key, opened, then };
}

function grouped(
  group: MergeGroup,
  of: Case,
  now: number,
): { readonly tickets: readonly Told[]; readonly links: readonly PlannedLink[] } {
  const opensAt = openingOf(of, now);
  const steps = group.tells(of);
  const keys = Array.from({ length: group.duplicates }, (_, at) => `${of.key} again ${at + 1}`);
  const again = keys.map((key, at) => ({
    key,
    opensAt: opensAt + (at + 1) * 25 * minute,
    steps: [reportedAgain(of, steps, at)],
  }));
  const when = fromMillis(now - 3 * minute);
  const link = (ticket: string, type: string, body: Step['body']): PlannedLink => ({
    ...{ ticket, type, body, by: agent(of), after: 0, at: when },
  });
  const merged = keys.map((key) => link(key, 'MergeInto', { primary: `ticket:${of.key}`, reason: of.say('duplicate') }));
  const apart = keys.slice(-1).map((key) => link(of.key, 'UnlinkDuplicate', { duplicate: `ticket:${key}` }));
  return {
    tickets: [{ key: of.key, opensAt, steps }, ...again],
    links: [...merged, ...(group.unlinked === true ? apart : [])],
  };
}

/** A colleague's duplicate report. */
function reportedAgain(of: Case, [first]: readonly Step[], at: number): Step {
  const { customer, users } = of.site;
  const body = {
    ...first?.body,
    title: `${of.place.name}: ${of.say('sameTitle')}`,
    description: of.say('same'),
    priority: 'moderate',
  };
  return { by: `${customer}/${pick(users, of.seed + 1 + at)}`, type: 'OpenTicket', after: 0, body };
}
