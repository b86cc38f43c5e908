import Handlebars from 'handlebars';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Face } from './face';
import { filesUnder } from './files';
import { helpersWith } from './helpers';

/** Data of a template. Plain values only, because Handlebars ignores inherited properties. */
export type View = Readonly<Record<string, unknown>>;

export interface Templates {
  /** @throws {Error} for an unknown template, or a value missing in the view */
  render(name: string, view: View, face: Face): string;
  readonly names: readonly string[];
}

const ending = '.hbs';
/** Explicit, because Handlebars warns otherwise. */
const ownPropertiesOnly = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };

/** Compiles all templates at the first use, which start-up forces to find broken ones. Every template is also a partial. */
export function loadTemplates(folder: string): Templates {
  const handlebars = Handlebars.create();
  for (const [name, helper] of Object.entries(helpersWith(handlebars))) handlebars.registerHelper(name, helper);
  const names = filesUnder(folder)
    .filter((path) => path.endsWith(ending))
    .map((path) => path.slice(0, -ending.length).split('\\').join('/'));
  const knownHelpers = Object.fromEntries(Object.keys(handlebars.helpers).map((name) => [name, true]));
  const options = { strict: true, knownHelpers, knownHelpersOnly: true, preventIndent: true };
  const compiled = new Map(
    names.map((name) => {
      const source = readFileSync(join(folder, `${name}${ending}`), 'utf8');
      handlebars.registerPartial(name, handlebars.compile(source, options));
      return [name, handlebars.compile<View>(source, options)] as const;
    }),
  );
  return {
    names,
    render(name, view, face) {
      const template = compiled.get(name);
      if (template === undefined) throw new Error(`There is no template ${name}.`);
      return template(view, { data: { face }, ...ownPropertiesOnly });
    },
  };
}
