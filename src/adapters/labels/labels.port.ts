import type { OrganisationId } from '../../domain/kernel/ids';

/** Own words of an organisation, by the key of the message that they stand for, by language. */
export type Labels = { readonly [language: string]: { readonly [key: string]: string } };

/** C27: one word in the API, and on the pages the words that an organisation is used to. */
export interface LabelStore {
  /** Empty where an organisation has none. May be five seconds old where another process changed it. */
  of(organisation: OrganisationId): Promise<Labels>;
  /** Replaces those of one language. */
  set(organisation: OrganisationId, language: string, labels: Labels[string]): Promise<void>;
}

export const LABELS = Symbol('Labels');
