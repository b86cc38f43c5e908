import type { OrganisationKind } from '../../domain/people/views';

/** Allocates unique ticket numbers, with gaps (docs/domain.md: CT, PT, DT, AT, ST). */
export interface NumberAllocator {
  next(openedBy: OrganisationKind): Promise<string>;
}
