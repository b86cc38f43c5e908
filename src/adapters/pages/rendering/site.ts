import { join } from 'node:path';
import { loadAssets, type Assets } from './static-assets';
import { loadTemplates, type Templates } from './templates';
import { loadWords, type Words } from './words';

/** Templates, words and assets of all pages, loaded once. */
export interface Site {
  readonly templates: Templates;
  readonly words: Words;
  readonly assets: Assets;
}

let read: Site | null = null;

export function site(): Site {
  const folder = join(__dirname, '..');
  read ??= { templates: loadTemplates(folder), words: loadWords(folder), assets: loadAssets(join(folder, 'assets')) };
  return read;
}
