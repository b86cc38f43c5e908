/** Commit and prepare position of an event. The server finds an event only by both. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** 8 bytes each. */
export const positionBytes = 16;
const pattern = /^[0-9a-f]{32}$/;

/** 32 hex digits that sort like the pair. */
export function positionOf({ commit, prepare }: LogPosition): string {
  const bytes = Buffer.alloc(positionBytes);
  bytes.writeBigUInt64BE(commit);
  bytes.writeBigUInt64BE(prepare, positionBytes / 2);
  return bytes.toString('hex');
}

export function parsePosition(position: string): LogPosition {
  const bytes = bytesOf(position);
  return { commit: bytes.readBigUInt64BE(), prepare: bytes.readBigUInt64BE(positionBytes / 2) };
}

/** @throws {RangeError} the position has another store's format */
export function bytesOf(position: string): Buffer {
  if (!pattern.test(position)) throw foreignPosition(position);
  return Buffer.from(position, 'hex');
}

export function foreignPosition(position: string): RangeError {
  return new RangeError(`"${position}" is not a position of this log. Was it saved from another store?`);
}
