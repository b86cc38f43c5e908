import type { OrganisationId, TeamId, UserId } from '../kernel/ids';
import type { Permission } from './permission';
import type { OrganisationKind } from './views';

/** Who asks, with the rights in force at that moment (roles + grants − withdrawals, cut to the token's scope). */
export interface Actor {
  readonly user: UserId;
  readonly organisation: OrganisationId;
  readonly organisationKind: OrganisationKind;
  readonly teams: readonly TeamId[];
  readonly permissions: ReadonlySet<Permission>;
  /** Came with a token that holds a part of the user's rights: what everybody may do in their own affairs is none of its. */
  readonly scoped?: true;
}

/** Customers are told nothing that staff keep among themselves (S4.35, S4.36). */
export function isStaff(actor: Actor): boolean {
  return actor.organisationKind !== 'customer';
}
