import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder } from '../../../src/adapters/pages/rendering/files';
import { languages, type Language } from '../../../src/adapters/pages/rendering/languages';
import { messagesIn } from '../../../src/adapters/pages/rendering/words';

const folder = join(__dirname, '../../../src/adapters/pages');
const sources = filesUnder(folder).map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
const templates = sources.filter(({ path }) => path.endsWith('.hbs'));
const code = sources.filter(({ path }) => path.endsWith('.ts'));

function flat(messages: object, prefix = ''): readonly (readonly [string, string])[] {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : flat(value as object, `${prefix}${key}.`),
  );
}

const wordsIn = (language: Language): ReadonlyMap<string, string> => new Map(flat(messagesIn(folder, language)));
const words = { en: wordsIn('en'), fi: wordsIn('fi'), tr: wordsIn('tr'), de: wordsIn('de') };
const keys = [...words.en.keys()];
const topics = [...new Set(keys.map((key) => key.split('.', 1)[0] ?? ''))];
/** A key as it is asked for: without the plural form. */
const asked = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');

/** Keys that stand in a file, whole, or the beginning of keys that are put together. */
function keysNamed(): { readonly whole: ReadonlySet<string>; readonly begun: readonly string[] } {
  const topic = `(?:${topics.join('|')})`;
  const found = sources.flatMap(({ text }) => [...text.matchAll(new RegExp(`["'\`](${topic}\\.[\\w.-]*)(["'\`]|\\$\\{)`, 'g'))]);
  const named = found.map(([, key = '', end = '']) => ({ key, isWhole: end !== '${' && !key.endsWith('.') }));
  return {
    whole: new Set(named.filter(({ isWhole }) => isWhole).map(({ key }) => key)),
    begun: named.filter(({ isWhole }) => !isWhole).map(({ key }) => key),
  };
}

describe('the words of the pages', () => {
  const { whole, begun } = keysNamed();

  it.each(languages)('have the same keys and values in %s as in English', (language) => {
    expect([...words[language].keys()].sort()).toEqual([...keys].sort());
    const values = (text: string | undefined): readonly string[] =>
      [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(([one]) => one).sort();
    expect(keys.filter((key) => values(words[language].get(key)).join() !== values(words.en.get(key)).join())).toEqual([]);
  });

  it('exist for every key used by a page', () => {
    const known = new Set(keys.map(asked));
    expect([...whole].filter((key) => !known.has(key))).toEqual([]);
    expect(begun.filter((prefix) => !keys.some((key) => key.startsWith(prefix)))).toEqual([]);
  });

  it('are all used', () => {
    const isUsed = (key: string): boolean => whole.has(asked(key)) || begun.some((prefix) => key.startsWith(prefix));
    expect(keys.filter((key) => !isUsed(key))).toEqual([]);
  });

  it.each(['fi', 'tr', 'de'] as const)('are translated into %s, except for words that are the same there', (language) => {
    const same = keys.filter(
      (key) => /\p{L}{2}/u.test(words.en.get(key) ?? '') && words[language].get(key) === words.en.get(key),
    );
    expect(same.filter((key) => !sameEverywhere.has(words.en.get(key) ?? ''))).toEqual([]);
  });

  it('are in message files and never in templates', () => {
    const bare = templates.flatMap(({ path, text }) => bareWords(text).map((word) => `${path}: ${word}`));
    expect(bare).toEqual([]);
  });

  it('are in message files and never in page code', () => {
    const titles = code.flatMap(({ path, text }) =>
      [...text.matchAll(/\btitle: ['`]([^'`$]*\s[^'`$]*)/g)].map(([, word]) => `${path}: ${word}`),
    );
    expect(titles).toEqual([]);
  });
});

/** Words that are written alike in English and in another of the languages, or are names. */
const sameEverywhere = new Set(
  'ASP Name Ticket Teams Partner Distributor Administrator Status Team Person Organisation Code Service Web API Chat Tickets Phase Docket Symptom Median Filter Logo'.split(
    ' ',
  ),
)
  .add('Phase: {{value}}')
  .add('Team: {{key}}')
  .add('Status: {{key}}')
  .add('Phase: {{key}}')
  .add('{{minutes}} min');

/** Names that no language translates. */
const names = /\bDocket\b|\bCtrl\b|\bK\b|\b[A-Z]\b/g;

function bareWords(template: string): readonly string[] {
  const plain = template.replace(/\{\{[^]*?\}\}+/g, ' ');
  const attributes = [...plain.matchAll(/\b(?:placeholder|aria-label|title|alt|label)="([^"]*)"/g)].map(
    ([, value = '']) => value,
  );
  const text = plain
    .replace(/<(script|style|svg)[^]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\b[\w-]+="[^"]*"/g, ' ');
  return [text, ...attributes].flatMap((one) => one.replace(names, ' ').match(/\p{L}{2,}/gu) ?? []);
}
