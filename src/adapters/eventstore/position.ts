const digits = 16;

/** 2^53 − 1 has 16 digits, so every log index fits, and the text sorts like the number. */
export function positionOf(logIndex: number): string {
  return String(logIndex).padStart(digits, '0');
}

const pattern = /^\d{16}$/;

/** 0 for null, the position before the first fact. */
export function logIndexOf(position: string | null): number {
  if (position === null) return 0;
  if (pattern.test(position)) return Number(position);
  throw new RangeError(`"${position}" is not a position of this log (16 digits). Was it saved from another store?`);
}
