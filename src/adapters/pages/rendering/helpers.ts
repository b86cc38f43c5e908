import type Handlebars from 'handlebars';
import { maxFileBytes, mebibyte } from '../../web/limits';
import { emphasisedHtml } from './emphasis';
import type { Face } from './face';
import { glyph, icon, type Glyph } from './icons';
import { renderMarkdown, type TicketRefs } from './markdown';
import { qrCode } from './qr';
import type { MessageValues } from './words';

type Hash = MessageValues;
interface Options {
  readonly hash: Hash;
  readonly data: { readonly face: Face };
}
type Helper = Handlebars.HelperDelegate;

/** The helpers of templates. Handlebars escapes every result except SafeString. */
export function helpersWith({ SafeString, escapeExpression }: typeof Handlebars): Readonly<Record<string, Helper>> {
  return {
    t: (key: string, { hash, data }: Options) => data.face.t(key, hash),
    join: (...parts: unknown[]) => parts.slice(0, -1).join(''),
    icon: (name: string) => new SafeString(icon(name)),
    qr: (text: string, { data }: Options) => new SafeString(qrCode(text, data.face.t('dossier.code'))),
    glyph: (name: Glyph) => new SafeString(glyph(name)),
    named: (sentence: string) => new SafeString(emphasisedHtml(sentence, escapeExpression)),
    markdown: (text: string, refs: TicketRefs) => new SafeString(renderMarkdown(text, refs)),
    asset: (name: string, { data }: Options) => data.face.asset(name),
    moment: (instant: string, { data }: Options) => data.face.formats.moment(instant),
    exact: (instant: string, { data }: Options) => data.face.formats.exact(instant),
    full: (instant: string, { data }: Options) => data.face.formats.full(instant),
    day: (instant: string, { data }: Options) => data.face.formats.day(instant),
    ago: (instant: string, { data }: Options) => data.face.formats.ago(instant),
    formatNumber: (value: number, { data }: Options) => data.face.formats.number(value),
    formatPercent: (value: number, { data }: Options) => data.face.formats.percent(value),
    formatDuration: (millis: number, { data }: Options) => data.face.formats.duration(millis),
    formatBytes: (value: number, { data }: Options) => data.face.formats.bytes(value),
    formToken: ({ data }: Options) => data.face.formToken,
    freshKey: ({ data }: Options) => data.face.freshKey(),
    maxFileBytes: () => maxFileBytes,
    maxFileMegabytes: () => maxFileBytes / mebibyte,
    short: (hash: string) => hash.slice(0, 12),
    initials: (name: string) => initialsOf(name),
    hue: (name: string) => `hue-${hueOf(name)}`,
    eq: (a: unknown, b: unknown) => a === b,
    not: (value: unknown) => value === false || value === null || value === undefined || value === '',
    or: (a: unknown, b: unknown) => a || b,
    and: (a: unknown, b: unknown) => a && b,
  };
}

/** Initials of the first and last word. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const [first = '?', last = ''] = [words[0], words.length > 1 ? words.at(-1) : ''];
  return [first, last]
    .map((word) => Array.from(word)[0] ?? '')
    .join('')
    .toUpperCase();
}

const hues = 6;

/** A stable colour for each name. */
export function hueOf(name: string): number {
  return Array.from(name).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % hues;
}
