import { isFromOutside, isRequired, type Field, type Fields, type Form } from '../../../domain/kernel/fields';

/** One thing that is filled in: what stands inside objects and lists is filled in by itself, under a path. */
export interface Leaf {
  /** As it stands in what is sent: `owner.user`, `items.0.reference`. */
  readonly path: string;
  readonly form: Form;
  readonly required: boolean;
  readonly nullable: boolean;
}

/** How many rows a list of objects shows. */
const rows = 3;

export function leavesOf(fields: Fields, prefix = ''): readonly Leaf[] {
  return Object.entries(fields)
    .filter(([, field]) => isFromOutside(field))
    .flatMap(([name, field]) => within(field, `${prefix}${name}`));
}

function within(field: Field, path: string): readonly Leaf[] {
  const { form } = field;
  if (form.kind === 'object') return leavesOf(form.fields, `${path}.`);
  if (form.kind === 'list' && form.each.kind === 'object') {
    const { fields } = form.each;
    return Array.from({ length: rows }, (_, row) => leavesOf(fields, `${path}.${row}.`)).flat();
  }
  return [{ path, form, required: isRequired(field), nullable: field.nullable === true }];
}

/** The message that names a leaf: its last word. */
export function labelKey({ path }: Pick<Leaf, 'path'>): string {
  return `forms.fields.${path.split('.').at(-1) ?? path}`;
}
