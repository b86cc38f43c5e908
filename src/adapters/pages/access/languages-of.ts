import { languageNames, languages } from '../rendering/languages';
import type { Viewer } from './viewer';

/** All languages, each by its own name. */
export function languagesOf({ language }: Viewer) {
  return languages.map((one) => ({ value: one, label: languageNames[one], isChosen: one === language }));
}
