import i18next, { type i18n } from 'i18next';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { filesUnder } from './files';
import { languages, type Language } from './languages';

/** Values in a message. `count` selects the plural form. */
export type MessageValues = Readonly<Record<string, string | number | null | undefined>>;

/** Translates a message key, `topic.name`. @throws {Error} for an unknown key */
export type Translate = (key: string, values?: MessageValues) => string;

export interface Words {
  in(language: Language): Translate;
  /** Whether the message exists. */
  has(key: string): boolean;
  /** Keys of messages without plural forms in any language. */
  readonly keys: readonly string[];
}

type Messages = Readonly<Record<string, unknown>>;

/** Messages of all topics, from `<topic>/words/<language>.json`. */
export function messagesIn(folder: string, language: Language): Messages {
  const files = filesUnder(folder).filter((path) => path.endsWith(join('words', `${language}.json`)));
  return Object.fromEntries(
    files.map((path) => [basename(dirname(dirname(path))), JSON.parse(readFileSync(join(folder, path), 'utf8')) as Messages]),
  );
}

/** Does not escape values, because templates do. */
export function loadWords(folder: string): Words {
  const instance: i18n = i18next.createInstance();
  void instance.init({
    resources: Object.fromEntries(languages.map((language) => [language, { translation: messagesIn(folder, language) }])),
    fallbackLng: 'en',
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  const inLanguage = (language: Language): Translate => {
    const translate = instance.getFixedT(language);
    const translated = (key: string, values: MessageValues): string => {
      if (!instance.exists(key, { lng: language, ...values })) throw new Error(`There is no message ${key} in ${language}.`);
      return translate(key, values);
    };
    // Most messages have no values, and a page has hundreds of them.
    const constant = new Map<string, string>();
    return (key, values = {}) => {
      if (Object.keys(values).length > 0) return translated(key, values);
      const known = constant.get(key) ?? translated(key, values);
      constant.set(key, known);
      return known;
    };
  };
  const made = Object.fromEntries(languages.map((language) => [language, inLanguage(language)])) as Record<Language, Translate>;
  return { in: (language) => made[language], has: (key) => instance.exists(key), keys: keysOf(messagesIn(folder, 'en'), '') };
}

function keysOf(messages: Messages, before: string): readonly string[] {
  return Object.entries(messages).flatMap(([name, message]) =>
    typeof message === 'string' ? [`${before}${name}`] : keysOf(message as Messages, `${before}${name}.`),
  );
}
