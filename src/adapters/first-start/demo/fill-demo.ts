import { organisation } from '../../../domain/people/organisation';
import { organisationId } from '../demo-ids';
import { moreOrganisations } from './more-organisations';
import { newestKey, planDemo, type Plan, type PlannedTicket } from './plan';
import { DemoPlayer, type PlayerParts, type RefusedStep } from './player';
import { crews, sites } from './sites';

export interface FilledDemo {
  readonly tickets: number;
  readonly seconds: number;
  readonly refused: readonly RefusedStep[];
}

/** Enough to share disk writes, and few enough to let other commands in between. */
const lanes = 24;

/**
 * Fills a full demo with contacts and tickets. Null if there is no full demo or it is complete. The newest ticket is opened last, so a start
 * after a crash detects what is missing and adds only that.
 */
export async function fillDemo(parts: PlayerParts, signal: AbortSignal): Promise<FilledDemo | null> {
  const [full] = moreOrganisations;
  if (full === undefined || (await parts.loader.load(organisation, organisationId(full.key))) === null) return null;
  const started = performance.now();
  const player = new DemoPlayer(parts);
  if (await player.isOpened(newestKey)) return null;
  const plan = planDemo(parts.clock.now());
  const isNewest = ({ key }: PlannedTicket): boolean => key === newestKey;
  await play(player, { ...plan, tickets: plan.tickets.filter((ticket) => !isNewest(ticket)) }, signal);
  if (signal.aborted) return null;
  for (const newest of plan.tickets.filter(isNewest)) await player.open(newest);
  return { tickets: plan.tickets.length, seconds: (performance.now() - started) / 1000, refused: player.refused };
}

async function play(player: DemoPlayer, { tickets, links }: Plan, signal: AbortSignal): Promise<void> {
  const contacts = sites.flatMap((site) => site.contacts.map((contact) => ({ ...contact, site })));
  await inLanes(contacts, signal, ({ site: { customer, partner }, ...contact }) =>
    player.recordContact(`${partner}/${crews[partner]?.callCentre ?? ''}`, { ...contact, organisation: customer }),
  );
  await inLanes(tickets, signal, (ticket) => player.open(ticket));
  await inLanes(tickets, signal, (ticket) => player.lead(ticket, signal));
  for (const link of links) if (!signal.aborted) await player.link(link);
}

/** Processes the list in order, several items at a time. */
async function inLanes<T>(list: readonly T[], signal: AbortSignal, act: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...list];
  const lane = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined && !signal.aborted; one = waiting.shift()) await act(one);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
