/** Nothing a fact says needs more; a deeper value is an attack on the parser or a mistake. */
export const maxDepth = 32;

/** The value cannot be stored: it would not come back as it was given. */
export class NotStorable extends Error {
  constructor(what: string) {
    super(`${what} cannot be stored; allowed are text, integers within ±(2^53 − 1), true, false, null, lists and objects`);
    this.name = 'NotStorable';
  }
}

/**
 * RFC 8785 text of a value of docs/fact-format.md, checked in the same pass. Members that are `undefined` are left out; −0 is
 * written as 0 (RFC 8785, 3.2.2.3).
 * @throws {NotStorable} lone surrogate, number that is no safe integer, nesting beyond 32, anything JSON does not have
 */
export function canonicalText(value: unknown): string {
  return textOf(value, 0);
}

function textOf(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      if (Number.isSafeInteger(value)) return String(value);
      throw new NotStorable(`the number ${String(value)}`);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : nested(value, depth + 1);
    default:
      throw new NotStorable(`a value of type ${typeof value}`);
  }
}

const plain = /^[ !#-[\]-~]*$/;
const loneSurrogate = /\p{Surrogate}/u;

function quoted(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  if (loneSurrogate.test(text)) throw new NotStorable('text with half a surrogate pair');
  return JSON.stringify(text);
}

function nested(value: object, depth: number): string {
  if (depth > maxDepth) throw new NotStorable(`nesting deeper than ${maxDepth}`);
  return Array.isArray(value) ? listOf(value, depth) : objectOf(value as Record<string, unknown>, depth);
}

function listOf(list: readonly unknown[], depth: number): string {
  let text = '';
  for (const item of list) text += (text === '' ? '' : ',') + textOf(item, depth);
  return `[${text}]`;
}

function objectOf(value: Record<string, unknown>, depth: number): string {
  if (!isPlain(value)) throw new NotStorable(`an object of class ${Object.prototype.toString.call(value).slice(8, -1)}`);
  let text = '';
  for (const key of sortedKeys(value)) {
    const member = value[key];
    if (member !== undefined) text += (text === '' ? named(key).first : named(key).next) + textOf(member, depth);
  }
  return text === '' ? '{}' : `${text}}`;
}

interface Name {
  /** `{"name":` */
  readonly first: string;
  /** `,"name":` */
  readonly next: string;
}

/** The same few names stand in every fact: written once. Names that clients make up must not fill the memory. */
const names = new Map<string, Name>();
const maxNames = 1_000;

function named(key: string): Name {
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = { first: `{${quoted(key)}:`, next: `,${quoted(key)}:` };
  if (names.size < maxNames) names.set(key, name);
  return name;
}

/** Dates, maps, buffers and the like have no members to write and would be lost in silence. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.prototype.toString.call(value) === '[object Object]';
}

const few = 32;

/**
 * By UTF-16 code units (RFC 8785, 3.2.3), which is how JavaScript compares text. Most objects are in order already, or nearly: few keys
 * are put in their places here, for `sort` copies them first, which made a seventh of a command's garbage.
 */
function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value);
  if (keys.length > few) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let at = i;
    for (; at > 0 && (keys[at - 1] as string) > key; at--) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}
