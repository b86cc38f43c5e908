/** ISO 8601, UTC, milliseconds: `2026-11-23T18:11:54.000Z`. Fixed width, so instants compare as text. */
export type Instant = string;

const form = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export function isInstant(text: string): boolean {
  return form.test(text) && !Number.isNaN(Date.parse(text)) && fromMillis(Date.parse(text)) === text;
}

export function toMillis(instant: Instant): number {
  return Date.parse(instant);
}

export function fromMillis(millis: number): Instant {
  return new Date(millis).toISOString();
}

export function plus(instant: Instant, millis: number): Instant {
  return fromMillis(toMillis(instant) + millis);
}

export function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
