import { join } from 'node:path';
import { languages, type Language } from '../../../src/adapters/pages/rendering/languages';
import { messagesIn } from '../../../src/adapters/pages/rendering/words';

const folder = join(__dirname, '../../../src/adapters/pages');

/** One word for one thing in each language: what is not written, and what is written instead. */
const avoided: { readonly [language in Language]: readonly (readonly [RegExp, string])[] } = {
  en: [[/\btrail\b/i, 'audit']],
  tr: [
    [/\bAtanmadı\b/, 'Atanmamış'],
    [/(?<![Dd]estek )\b[Mm]asa(sı|nız|nın|yı|da)?\b/, 'destek masası'],
    [/mühürlü kutu/, 'mühürlü değer'],
    [/müşteri temsilcisi/, 'destek görevlisi'],
  ],
  fi: [
    [/alveluntuottaj/, 'palveluntarjoaja'],
    [/henkilökun/, 'henkilöstö'],
    [/Nimeä asentaja/, 'Osoita asentaja'],
  ],
  de: [
    [/(?<!Service-)\bDesk/, 'Service-Desk'],
    [/\bKontakt\b/, 'Ansprechpartner'],
    [/\bPersonal\b/, 'Mitarbeitende'],
    [/[Tt]ickets? weitergeben/, 'weiterleiten'],
    [/Disposition/, 'Zuteilung'],
  ],
};

function textsOf(messages: object, prefix = ''): readonly (readonly [string, string])[] {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : textsOf(value as object, `${prefix}${key}.`),
  );
}

it.each(languages)('the pages call each thing by one word in %s', (language) => {
  const texts = textsOf(messagesIn(folder, language));
  const found = avoided[language].flatMap(([pattern, word]) =>
    texts.filter(([, text]) => pattern.test(text)).map(([key, text]) => `${key}: “${text}” – write ${word}`),
  );
  expect(found).toEqual([]);
});
