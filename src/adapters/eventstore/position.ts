const digits = 16;

/** 2^53 − 1 has 16 digits, so every log index fits and the text compares like the number. */
export function positionOf(logIndex: number): string {
  return String(logIndex).padStart(digits, '0');
}

const form = /^\d{16}$/;

/** 0 for null: before the first fact. */
export function logIndexOf(position: string | null): number {
  if (position === null) return 0;
  if (form.test(position)) return Number(position);
  throw new RangeError(`"${position}" is no position of this log (16 digits); was it kept from another store?`);
}
