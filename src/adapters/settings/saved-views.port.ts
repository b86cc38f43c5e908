import type { OrganisationId, UserId } from '../../domain/kernel/ids';

/** A named list of tickets. A user's preference, not a fact. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** Query part of the list's URL. */
  readonly query: string;
  readonly owner: UserId;
  /** Shared with everybody in this organisation. Null if private. */
  readonly sharedIn: OrganisationId | null;
}

export interface ViewReader {
  readonly user: UserId;
  readonly organisation: OrganisationId;
}

/** Contract: test/contracts/saved-views.contract.ts. */
export interface SavedViews {
  /** The reader's own views and those shared in their organisation, by name, at most 200. */
  visibleTo(reader: ViewReader): Promise<readonly SavedView[]>;
  /** Null if it does not exist. */
  find(id: string): Promise<SavedView | null>;
  /** Adds the view, or replaces the one with its id. */
  put(view: SavedView): Promise<void>;
  remove(id: string): Promise<void>;
  /** Removes the views that a user kept for themselves. Those shared with an organisation stay, for its managers to change. */
  removeOwned(user: UserId): Promise<void>;
}
