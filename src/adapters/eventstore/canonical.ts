/** No fact needs deeper nesting. A deeper value is a bug or an attack on the parser. */
export const maxDepth = 32;

/** The value would not survive a round trip through the store. */
export class NotStorable extends Error {
  constructor(what: string) {
    super(`${what} cannot be stored; allowed are text, integers within ±(2^53 − 1), true, false, null, lists and objects`);
    this.name = 'NotStorable';
  }
}

/**
 * RFC 8785 text of a value, validated in the same pass (docs/fact-format.md). `undefined` members are left out; −0 becomes 0
 * (RFC 8785, 3.2.2.3).
 * @throws {NotStorable} lone surrogate, unsafe integer, nesting beyond 32, or a value JSON does not have
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
    if (member !== undefined) text += (text === '' ? escapedName(key).first : escapedName(key).next) + textOf(member, depth);
  }
  return text === '' ? '{}' : `${text}}`;
}

interface EscapedName {
  /** `{"name":` */
  readonly first: string;
  /** `,"name":` */
  readonly next: string;
}

/** Caches escaped names, which repeat in every fact. The limit keeps names invented by clients from filling the memory. */
const names = new Map<string, EscapedName>();
const maxNames = 1_000;

function escapedName(key: string): EscapedName {
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = { first: `{${quoted(key)}:`, next: `,${quoted(key)}:` };
  if (names.size < maxNames) names.set(key, name);
  return name;
}

/** Dates, maps and buffers have no enumerable members, so writing them would lose their content silently. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.prototype.toString.call(value) === '[object Object]';
}

const maxInsertionSort = 32;

/**
 * Sorted by UTF-16 code units (RFC 8785, 3.2.3), the order of JavaScript's string comparison. Insertion sort for few keys:
 * `sort` copies them first, and those copies were a seventh of a command's garbage.
 */
function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value);
  if (keys.length > maxInsertionSort) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let at = i;
    for (; at > 0 && (keys[at - 1] as string) > key; at--) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}
