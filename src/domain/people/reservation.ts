import type { Aggregate, DecisionContext, Need } from '../context';
import { reject } from '../kernel/errors';
import type { Everyone, Recorded } from '../kernel/event';
import { parseStreamName, type CommandId } from '../kernel/ids';
import { minute, plus, type Instant } from '../kernel/instant';

// Stream `reservation-<kind>-<HMAC of the normalised value>`. One claim at a time keeps a value unique (rule 5) without revealing
// it. The kind names the version of its normaliser.

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

/** Null when the value is free. */
export type ReservationState = (Claim & { readonly since: Instant }) | null;

/** The target is created in the same request as its claim. After this time the request must have failed in between. */
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
    reject('already-exists', 'This value is already in use. Choose another one, or use the record that has it.');
  }
  return [{ type: 'Claimed', audience: 'everyone', data: { target, command: command.command } }];
}

/** The target was never created, or was a person who was erased and may come back under another id. */
function isOrphaned({ target, since }: Claim & { readonly since: Instant }, { now, world }: DecisionContext): boolean {
  const need = needOf(target);
  if (need === null) return false;
  const [kind, id] = need;
  if (kind === 'user' && world.user(id)?.erased === true) return true;
  return now >= plus(since, orphanedAfter) && world[kind](id) === undefined;
}

/** Null for a target that no decision can see. Its claim is never taken over. */
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

/** Part of the request that creates the target and checks the permission. It needs none of its own. */
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
 * Version 1: trimmed, NFC, lower case independent of any locale, the domain as A-label. The caller provides `toAscii` (IDNA),
 * because this ring has no such table; it returns '' for an invalid domain name.
 */
export function normaliseEmail(email: string, toAscii: (domain: string) => string): string {
  const text = email.trim().normalize('NFC').toLowerCase();
  const at = text.lastIndexOf('@');
  // `example.org.` is the same domain, written as absolute.
  const domain = text.slice(at + 1).replace(/\.$/u, '');
  return `${text.slice(0, at + 1)}${toAscii(domain) || domain}`;
}

/** Version 1: trimmed, NFC, lower case independent of any locale. */
export function normaliseSerial(serial: string): string {
  return serial.trim().normalize('NFC').toLowerCase();
}
