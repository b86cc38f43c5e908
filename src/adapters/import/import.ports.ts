import type { OrganisationKind } from '../../domain/people/registry-view';

/** Unique everywhere, gaps allowed (docs/domain.md: CT, PT, DT, AT, ST). */
export interface NumberAllocator {
  next(openedBy: OrganisationKind): Promise<string>;
}
