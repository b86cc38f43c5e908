import { isFromOutside, isRequired, type Field, type Fields, type Form } from '../../../domain/kernel/fields';

/** One thing that is filled in: what stands inside objects and lists is filled in by itself, under a path. */
export interface Leaf {
  /** As it stands in what is sent: `owner.user`, `items.0.reference`. */
  readonly path: string;
  readonly form: Form;
  readonly required: boolean;
  readonly nullable: boolean;
  /** Where it stands in a list of objects. */
  readonly row?: RowPlace;
}

/** Of one input: a row is drawn as a group, and behind the last one another can be asked for. */
export interface RowPlace {
  readonly list: string;
  /** From 1, as people count. */
  readonly number: number;
  readonly opens: boolean;
  readonly closes: boolean;
  readonly endsList: boolean;
}

/** How many rows a list of objects shows, by its path. */
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

/** The message that names a leaf: its last word. */
export function labelKey({ path }: Pick<Leaf, 'path'>): string {
  return `forms.fields.${path.split('.').at(-1) ?? path}`;
}
