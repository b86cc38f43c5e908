import type { OrganisationId, UserId } from '../../domain/kernel/ids';

/** A list of tickets that somebody gave a name. How the desk is used, and no fact of any ticket. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** Of the address of the list. */
  readonly query: string;
  readonly owner: UserId;
  /** Everybody of this organisation sees it, too; null: the owner alone. */
  readonly sharedIn: OrganisationId | null;
}

export interface ViewReader {
  readonly user: UserId;
  readonly organisation: OrganisationId;
}

/** Contract: test/contracts/saved-views.contract.ts. */
export interface SavedViews {
  /** The reader's own and those shared in their organisation, by name; at most 200. */
  visibleTo(reader: ViewReader): Promise<readonly SavedView[]>;
  /** Null where there is none. */
  find(id: string): Promise<SavedView | null>;
  /** Adds the view, or replaces the one with its id. */
  put(view: SavedView): Promise<void>;
  remove(id: string): Promise<void>;
}
