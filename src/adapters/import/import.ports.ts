import type { OrganisationKind } from '../../domain/registry/registry-view';

/** Unique everywhere, gaps allowed (docs/domain.md: CT, PT, DT, AT, ST). */
export interface NumberAllocator {
  next(openedBy: OrganisationKind): Promise<string>;
}
