/** What may be looked for while somebody types. */
export type What = 'all' | 'tickets' | 'organisations' | 'users' | 'people';

/** A field that finds what it names. */
export interface Finding {
  readonly what: Exclude<What, 'all'>;
  /** Only there and below. */
  readonly organisation?: string | undefined;
  /** The name of another field whose value is that organisation. */
  readonly within?: string | undefined;
}

/** Where it asks. */
export function sourceOf({ what, organisation }: Finding): string {
  return `/find?what=${what}${organisation === undefined ? '' : `&organisation=${organisation}`}`;
}

/** The line that is typed in; what was chosen stands hidden beside it, under the field's own name. */
export const textName = (path: string): string => `${path}~text`;
