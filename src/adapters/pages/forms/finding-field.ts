/** Searchable kinds. */
export type What = 'all' | 'tickets' | 'organisations' | 'users' | 'people';

/** A field that searches while the user types. */
export interface Finding {
  readonly what: Exclude<What, 'all'>;
  /** Restricts the search to this organisation and its descendants. */
  readonly organisation?: string | undefined;
  /** Name of the field that holds the organisation. */
  readonly within?: string | undefined;
}

/** URL of the search. */
export function sourceOf({ what, organisation }: Finding): string {
  return `/find?what=${what}${organisation === undefined ? '' : `&organisation=${organisation}`}`;
}

/** Name of the visible text line. The selected value is in a hidden field under the field's own name. */
export const textName = (path: string): string => `${path}~text`;
