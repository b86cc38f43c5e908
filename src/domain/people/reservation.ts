import type { Aggregate, DecisionContext, Need } from '../context';
import { reject } from '../kernel/errors';
import type { Everyone, Recorded } from '../kernel/event';
import { parseStreamName, type CommandId } from '../kernel/ids';
import { minute, plus, type Instant } from '../kernel/instant';

// Stream `reservation-<kind>-<HMAC of the normalised value>`: one claim at a time makes a value unique (rule 5)
// without telling what it is. The kind carries the version of its normaliser.

export const reservationKinds = ['email-v1', 'serial-v1'] as const;
export type ReservationKind = (typeof reservationKinds)[number];

/** The stream (`user-<uuid>` …) that holds the value, and the command that claimed it. */
type Claim = { readonly target: string; readonly command: CommandId };

export type Claimed = Everyone<'Claimed', Claim>;
export type Released = Everyone<'Released', Pick<Claim, 'target'>>;
export type ReservationEvent = Claimed | Released;

export type ClaimReservation = { readonly type: 'ClaimReservation' } & Claim;
export type ReleaseReservation = { readonly type: 'ReleaseReservation'; readonly target: string };
export type ReservationCommand = ClaimReservation | ReleaseReservation;

/** Null: free. */
export type ReservationState = (Claim & { readonly since: Instant }) | null;

/** A claim is followed by its target within one request; later than this, whoever claimed it has died in between. */
export const orphanedAfter = 10 * minute;

function evolve(_state: ReservationState, event: ReservationEvent & Recorded): ReservationState {
  return event.type === 'Released' ? null : { ...event.data, since: event.recordedAt };
}

function decide(command: ReservationCommand, state: ReservationState, context: DecisionContext): readonly ReservationEvent[] {
  const { target } = command;
  if (command.type === 'ReleaseReservation') {
    return state?.target === target ? [{ type: 'Released', audience: 'everyone', data: { target } }] : [];
  }
  if (state?.target === target) return [];
  if (state !== null && !isOrphaned(state, context)) {
    reject('already-exists', 'This value is in use elsewhere and may stand only once. Take another, or use what has it.');
  }
  return [{ type: 'Claimed', audience: 'everyone', data: { target, command: command.command } }];
}

/** Its target never came, or was a person who has been erased and may come back under another id. */
function isOrphaned({ target, since }: Claim & { readonly since: Instant }, { now, world }: DecisionContext): boolean {
  const need = needOf(target);
  if (need === null) return false;
  const [kind, id] = need;
  if (kind === 'user' && world.user(id)?.erased === true) return true;
  return now >= plus(since, orphanedAfter) && world[kind](id) === undefined;
}

/** Null for a target that no decision can see: its claim is never taken over. */
function needOf(target: string): Need | null {
  const stream = parseStreamName(target);
  switch (stream?.category) {
    case 'user':
    case 'contact':
    case 'organisation':
      return [stream.category, stream.id];
    default:
      return null;
  }
}

function needs(command: ReservationCommand, state: ReservationState): readonly Need[] {
  const need = command.type === 'ClaimReservation' && state !== null ? needOf(state.target) : null;
  return need === null ? [] : [need];
}

/** Part of the request that creates the target, whose permission was asked there; it has none of its own. */
export const reservation: Aggregate<ReservationCommand, ReservationState, ReservationEvent> = {
  category: 'reservation',
  eventTypes: ['Claimed', 'Released'],
  initial: null,
  evolve,
  decide,
  needs,
  facets: () => null,
};

/**
 * Version 1: trimmed, NFC, lower case independent of any locale, the domain as A-label. `toAscii` (IDNA) comes from the caller, since
 * the domain of the product has no such table; it answers '' for what is no domain name.
 */
export function normaliseEmail(email: string, toAscii: (domain: string) => string): string {
  const text = email.trim().normalize('NFC').toLowerCase();
  const at = text.lastIndexOf('@');
  const domain = text.slice(at + 1);
  return `${text.slice(0, at + 1)}${toAscii(domain) || domain}`;
}

/** Version 1: trimmed, NFC, lower case independent of any locale. */
export function normaliseSerial(serial: string): string {
  return serial.trim().normalize('NFC').toLowerCase();
}
