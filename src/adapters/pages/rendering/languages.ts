export const languages = ['en', 'fi', 'tr', 'de'] as const;
export type Language = (typeof languages)[number];

/** Each language by its own name. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', fi: 'Suomi', tr: 'Türkçe', de: 'Deutsch' };

/** For dates and numbers. */
export const locales: Readonly<Record<Language, string>> = { en: 'en-GB', fi: 'fi-FI', tr: 'tr-TR', de: 'de-DE' };

export function isLanguage(text: unknown): text is Language {
  return (languages as readonly unknown[]).includes(text);
}

/** The supported language with the highest weight in Accept-Language. */
export function languageOf(accepted: string | undefined): Language {
  const wishes = (accepted ?? '').split(',').map((wish, at) => {
    const [tag = '', ...parameters] = wish.trim().toLowerCase().split(';');
    const weight = Number(/q=([\d.]+)/.exec(parameters.join(';'))?.[1] ?? '1');
    return { language: tag.split('-', 1)[0], weight: Number.isNaN(weight) ? 0 : weight, at };
  });
  const inOrder = wishes.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight || a.at - b.at);
  return inOrder.map(({ language }) => language).find(isLanguage) ?? 'en';
}
