import type { OrganisationId } from '../../domain/kernel/ids';

/** An organisation's own words: language, then message key, then text. */
export type Labels = { readonly [language: string]: { readonly [key: string]: string } };

/** C27: organisations can rename things on their pages. The API keeps one name. */
export interface LabelStore {
  /** Empty without own words. Changes by another process show after up to five seconds. */
  of(organisation: OrganisationId): Promise<Labels>;
  /** Replaces the words of one language. */
  set(organisation: OrganisationId, language: string, labels: Labels[string]): Promise<void>;
}

export const LABELS = Symbol('Labels');
