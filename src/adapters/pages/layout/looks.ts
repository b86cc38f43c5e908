import { densities, themes, type Viewer } from '../access/viewer';
import { languagesOf } from '../access/languages-of';
import type { Translate } from '../rendering/words';

/** Appearance settings of this device, available on every page. */
export function looksOf(viewer: Viewer, t: Translate) {
  const keys = viewer.keys ? 'on' : 'off';
  const choices = (values: readonly string[], chosen: string, words: string) =>
    values.map((value) => ({ value, label: t(`${words}${value}`), isChosen: value === chosen, isLanguage: false }));
  return [
    { key: 'theme', options: choices(themes, viewer.theme, 'access.themes.') },
    { key: 'density', options: choices(densities, viewer.density, 'access.densities.') },
    { key: 'keys', options: choices(['on', 'off'], keys, 'layout.keys.') },
    {
      key: 'language',
      options: languagesOf(viewer).map((one) => ({ ...one, label: one.value.toUpperCase(), isLanguage: true })),
    },
  ];
}
