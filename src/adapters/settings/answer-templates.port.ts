import type { OrganisationId, UserId } from '../../domain/kernel/ids';

/** A text that somebody answers with repeatedly. */
export interface StoredTemplate {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** A user for their own use, or an organisation for all of its staff. */
  readonly owner: TemplateOwner;
}

export type TemplateOwner = { readonly user: UserId } | { readonly organisation: OrganisationId };

/** Of one owner. */
export const mostTemplates = 100;

/** Contract: test/contracts/answer-templates.contract.ts. */
export interface AnswerTemplateStore {
  /** By name; at most `mostTemplates`. */
  ownedBy(owner: TemplateOwner): Promise<readonly StoredTemplate[]>;
  /** Null where there is none. */
  find(id: string): Promise<StoredTemplate | null>;
  /** Adds the template, or replaces the one with its id. */
  put(template: StoredTemplate): Promise<void>;
  remove(id: string): Promise<void>;
  /** Removes every template of a user. Those of an organisation stay. */
  removeOwned(user: UserId): Promise<void>;
}
