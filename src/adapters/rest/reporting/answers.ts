import type { CopyEnd } from '../../desk/reporting/model-copies.port';
import { about, count, either, listOf, object, orNull, text, yesNo, type AnySchema, type Schema } from '../answers/schema';
import { cast } from '../answers/cast';

export interface CatalogueEntry {
  readonly name: string;
  readonly version: string;
  readonly about: string;
  readonly schema: AnySchema;
  readonly href: string;
}

const open: AnySchema = { type: 'object', additionalProperties: true };
const name = about('Name of the read model in paths.', text, 'organisations');
const version = about(
  'Changes with the content or the fields that you may see. A copy of another version starts anew.',
  text,
  '4-1f2e3d4c',
);
const document = { ...open, example: { id: cast.root, kind: 'admin', name: 'Root', parent: null, teams: [] } };

export const catalogue = object<{ readonly items: readonly CatalogueEntry[] }>('ReadModelCatalogue', {
  items: about(
    'The read models that you may copy.',
    listOf(
      object<CatalogueEntry>('ReadModel', {
        ...{ name, version },
        about: about('What it holds.', text, 'One document per organisation, with its teams.'),
        schema: about('JSON Schema of its documents, with the fields that you may see.', open as Schema<AnySchema>, {
          type: 'object',
        }),
        href: about('Where it is read.', text, '/v1/read-models/organisations'),
      }),
    ),
  ),
});

/** The first line. */
export interface CopyStart {
  readonly model: string;
  readonly version: string;
  readonly everything: boolean;
}
export interface CopyLine {
  readonly id: string;
  readonly document: object | null;
}
export interface CopyClose {
  readonly end: CopyEnd;
}

const start = object<CopyStart>('CopyStart', {
  ...{ model: name, version },
  everything: about('True without `after`: empty your copy first.', yesNo, true),
});
const line = object<CopyLine>('CopyLine', {
  id: about('Id of the document.', text, cast.root),
  document: about('The document now. Null: it was deleted.', orNull(document as Schema<object>)),
});
const close = object<CopyClose>('CopyClose', {
  end: about(
    'The last line. Without it the copy is incomplete.',
    object<CopyEnd>('CopyEnd', {
      index: about('Number of facts in the log that the copy contains.', count, 118),
      next: about('Send it as `after` to read what changed since.', text, 'eyJmb3JtIjoiNC0xZjJlM2Q0YyJ9'),
    }),
  ),
});

/** One line of the answer. */
export const copyLine: Schema<CopyStart | CopyLine | CopyClose> = either(either(start, line), close);
