import { isFromOutside, isRequired, type Field, type Fields, type Form } from '../../../domain/kernel/fields';

/** A single input. Objects and lists are flattened to their leaves, each with a path. */
export interface Leaf {
  /** Path in the request: `owner.user`, `items.0.reference`. */
  readonly path: string;
  readonly form: Form;
  readonly required: boolean;
  readonly nullable: boolean;
  /** Set for inputs in a list of objects. */
  readonly row?: RowPlace;
}

/** The row of an input. Rows are drawn as groups, and the last one offers another row. */
export interface RowPlace {
  readonly list: string;
  /** Counts from 1. */
  readonly number: number;
  readonly opens: boolean;
  readonly closes: boolean;
  readonly endsList: boolean;
}

/** Number of visible rows of a list, by its path. */
export type RowCount = (list: string) => number;

const threeRows: RowCount = () => 3;

export function leavesOf(fields: Fields, prefix = '', rows: RowCount = threeRows): readonly Leaf[] {
  return Object.entries(fields)
    .filter(([, field]) => isFromOutside(field))
    .flatMap(([name, field]) => within(field, `${prefix}${name}`, rows));
}

function within(field: Field, path: string, rows: RowCount): readonly Leaf[] {
  const { form } = field;
  if (form.kind === 'object') return leavesOf(form.fields, `${path}.`, rows);
  if (form.kind === 'list' && form.each.kind === 'object') {
    const { fields } = form.each;
    const count = rows(path);
    return Array.from({ length: count }, (_, row) =>
      rowOf(leavesOf(fields, `${path}.${row}.`, rows), path, { row, count }),
    ).flat();
  }
  return [{ path, form, required: isRequired(field), nullable: field.nullable === true }];
}

function rowOf(
  leaves: readonly Leaf[],
  list: string,
  { row, count }: { readonly row: number; readonly count: number },
): readonly Leaf[] {
  return leaves.map((leaf, at) => {
    const closes = at === leaves.length - 1;
    return { ...leaf, row: { list, number: row + 1, opens: at === 0, closes, endsList: closes && row === count - 1 } };
  });
}

/** Message key of a leaf's label: the last part of its path. */
export function labelKey({ path }: Pick<Leaf, 'path'>): string {
  return `forms.fields.${path.split('.').at(-1) ?? path}`;
}
