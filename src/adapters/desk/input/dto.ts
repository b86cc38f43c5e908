import { isFromOutside, type Field, type Fields } from '../../../domain/kernel/fields';
import { rulesOf } from './decorators';
import type { Class } from './shape';

const classes = new WeakMap<Fields, Class>();

/** The class-validator class for these fields, created on first use and cached. */
export function dtoOf(fields: Fields): Class {
  const known = classes.get(fields);
  if (known !== undefined) return known;
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- its fields are decorated one by one
  const made = class {};
  for (const [name, field] of Object.entries(fields)) if (isFromOutside(field)) decorate(made, name, field);
  classes.set(fields, made);
  return made;
}

function decorate(dto: Class, name: string, field: Field): void {
  const nested = ({ kind, fields }: { readonly kind: string; readonly fields: Fields }): Class =>
    dtoOf(kind === 'either' ? choices(fields) : fields);
  for (const rule of rulesOf(field, nested)) rule(dto.prototype as object, name);
}

const eithers = new WeakMap<Fields, Fields>();

/** One-of fields: each is optional, because exactly one is sent. */
function choices(fields: Fields): Fields {
  const known = eithers.get(fields);
  if (known !== undefined) return known;
  const made = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, { ...field, presence: 'optional' as const }]),
  );
  eithers.set(fields, made);
  return made;
}
