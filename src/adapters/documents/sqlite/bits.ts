/**
 * Sets of document numbers. In memory a set takes one bit per number. A row stores the part of a set in one chunk of numbers: a
 * list of two-byte places, or a bitmap if that is shorter.
 */
export type Bits = Uint32Array;

const chunkShift = 13;
const chunkSize = 1 << chunkShift;
const chunkBytes = chunkSize / 8;
const chunkWords = chunkSize / 32;

/** An empty set for numbers up to `most`, with room for the whole last chunk. */
export function noBits(most: number): Bits {
  return new Uint32Array(((most >>> chunkShift) + 1) * chunkWords);
}

export const chunkOf = (number: number): number => number >>> chunkShift;
export const placeOf = (number: number): number => number & (chunkSize - 1);

/** Adds a row. Ignores a chunk created after `bits`. */
export function addChunk(bits: Bits, chunk: number, row: Buffer): void {
  const first = chunk * chunkWords;
  if (first >= bits.length) return;
  if (row.length === chunkBytes) {
    const words = wordsIn(row);
    for (let i = 0; i < chunkWords; i++) bits[first + i] = (bits[first + i] as number) | (words[i] as number);
    return;
  }
  for (let i = 0; i < row.length; i += 2) {
    const place = (row[i] as number) | ((row[i + 1] as number) << 8);
    const word = first + (place >>> 5);
    bits[word] = (bits[word] as number) | (1 << (place & 31));
  }
}

/** Copies an unaligned row. Every machine that Node runs on has the same byte order. */
function wordsIn(row: Buffer): Uint32Array {
  const aligned = row.byteOffset % 4 === 0 ? row : Uint8Array.from(row);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, chunkWords);
}

export function add(bits: Bits, number: number): void {
  const word = number >>> 5;
  if (word < bits.length) bits[word] = (bits[word] as number) | (1 << (number & 31));
}

export function remove(bits: Bits, number: number): void {
  const word = number >>> 5;
  bits[word] = (bits[word] as number) & ~(1 << (number & 31));
}

export function has(bits: Bits, number: number): boolean {
  return (((bits[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
}

export function bitsOf(numbers: readonly number[]): Bits {
  const bits = noBits(numbers.reduce((most, number) => Math.max(most, number), 0));
  for (const number of numbers) add(bits, number);
  return bits;
}

/** A row of the table: one chunk of a set. */
export interface Row {
  readonly chunk: number;
  readonly row: Buffer;
}

/** Intersects `bits` with rows in the order of their chunks. Skips rows whose chunk is already empty. */
export function keepRows(bits: Bits, rows: Iterable<Row>): void {
  let next = 0;
  const scratch = new Uint32Array(chunkWords);
  for (const { chunk, row } of rows) {
    bits.fill(0, next * chunkWords, chunk * chunkWords);
    next = chunk + 1;
    const part = bits.subarray(chunk * chunkWords, next * chunkWords);
    if (part.every((word) => word === 0)) continue;
    if (row.length === chunkBytes) keep(part, wordsIn(row));
    else {
      addChunk(scratch.fill(0), 0, row);
      keep(part, scratch);
    }
  }
  bits.fill(0, next * chunkWords);
}

/** Intersects `bits` with `others`. */
export function keep(bits: Bits, others: Bits): void {
  for (let i = 0; i < bits.length; i++) bits[i] = (bits[i] as number) & (others[i] ?? 0);
}

export function size(bits: Bits): number {
  let sum = 0;
  for (let i = 0; i < bits.length; i++) {
    let word = bits[i] as number;
    if (word === 0) continue;
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    sum += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return sum;
}

export function numbersIn(bits: Bits): readonly number[] {
  const numbers: number[] = [];
  for (let i = 0; i < bits.length; i++) {
    for (let word = bits[i] as number; word !== 0; word &= word - 1) numbers.push(i * 32 + 31 - Math.clz32(word & -word));
  }
  return numbers;
}

/** Appends the numbers of a row that are also in `bits`. */
export function addNumbers(numbers: number[], bits: Bits, { chunk, row }: Row): void {
  const base = chunk * chunkSize;
  if (row.length < chunkBytes) {
    for (let i = 0; i < row.length; i += 2) {
      const number = base + ((row[i] as number) | ((row[i + 1] as number) << 8));
      if (has(bits, number)) numbers.push(number);
    }
    return;
  }
  const words = wordsIn(row);
  for (let i = 0; i < chunkWords; i++) {
    const both = (words[i] as number) & (bits[chunk * chunkWords + i] ?? 0);
    for (let word = both; word !== 0; word &= word - 1) numbers.push(base + i * 32 + 31 - Math.clz32(word & -word));
  }
}

function placesIn(row: Buffer): number[] {
  const places: number[] = [];
  if (row.length < chunkBytes) {
    for (let i = 0; i < row.length; i += 2) places.push((row[i] as number) | ((row[i + 1] as number) << 8));
    return places;
  }
  for (let i = 0; i < chunkBytes; i++) {
    for (let byte = row[i] as number; byte !== 0; byte &= byte - 1) places.push(i * 8 + 31 - Math.clz32(byte & -byte));
  }
  return places;
}

/** Changes of one row in order: twice the place, plus one if it is added. */
export type Changes = number[];
export const change = (place: number, there: boolean): number => place * 2 + (there ? 1 : 0);

/** The row after the changes. Null if it is empty; the same row if nothing changed. */
export function changedRow(row: Buffer | null, changes: Changes): Buffer | null {
  if (isAppending(row, changes))
    return listOf(
      row,
      changes.map((one) => one >>> 1),
    );
  const whole = wholeOf(row);
  let changed = false;
  for (const one of changes) {
    const index = one >>> 4;
    const byte = whole[index] as number;
    const bit = 1 << ((one >>> 1) & 7);
    const after = (one & 1) === 1 ? byte | bit : byte & ~bit;
    changed ||= after !== byte;
    whole[index] = after;
  }
  return changed ? shortest(whole) : row;
}

/** Places after the last one are appended to the list. This holds for all new documents. */
function isAppending(row: Buffer | null, changes: Changes): boolean {
  const length = row?.length ?? 0;
  if (length + changes.length * 2 >= chunkBytes) return false;
  let last = row === null ? -1 : change(row.readUInt16LE(length - 2), true);
  return changes.every((one) => {
    const isBehind = (one & 1) === 1 && one > last;
    last = one;
    return isBehind;
  });
}

function wholeOf(row: Buffer | null): Buffer {
  if (row?.length === chunkBytes) return Buffer.from(row);
  const whole = Buffer.alloc(chunkBytes);
  for (const place of row === null ? [] : placesIn(row)) whole[place >>> 3] = (whole[place >>> 3] as number) | (1 << (place & 7));
  return whole;
}

function shortest(whole: Buffer): Buffer | null {
  const places = placesIn(whole);
  if (places.length === 0) return null;
  return places.length * 2 >= chunkBytes ? whole : listOf(null, places);
}

function listOf(row: Buffer | null, places: readonly number[]): Buffer {
  const length = row?.length ?? 0;
  const list = Buffer.allocUnsafe(length + places.length * 2);
  row?.copy(list);
  for (let i = 0; i < places.length; i++) {
    list[length + i * 2] = (places[i] as number) & 0xff;
    list[length + i * 2 + 1] = (places[i] as number) >>> 8;
  }
  return list;
}
