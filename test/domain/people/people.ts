import type { Actor } from '../../../src/domain/people/actor';
import { rootOrganisation } from '../../../src/domain/people/organisation';
import type { OrganisationKind } from '../../../src/domain/people/views';
import { actor, id, organisation } from '../../dsl/world';

/**
 * The organisations of the examples: root → distributor → partner → customer, a service provider of the partner, and an unrelated
 * partner.
 */
export const root = rootOrganisation;
export const distributor = id(1);
export const partner = id(2);
export const customer = id(3);
export const provider = id(4);
export const otherPartner = id(5);

export const organisations = [
  organisation({ id: root, kind: 'admin' }),
  organisation({ id: distributor, kind: 'distributor', parent: root }),
  organisation({ id: partner, kind: 'partner', parent: distributor }),
  organisation({ id: customer, kind: 'customer', parent: partner }),
  organisation({ id: provider, kind: 'serviceProvider', parent: partner }),
  organisation({ id: otherPartner, kind: 'partner', parent: distributor }),
];

function adminOf(organisationId: string, organisationKind: OrganisationKind, user: number): Actor {
  return actor({ user: id(user), organisation: organisationId, organisationKind });
}

export const rootAdmin = adminOf(root, 'admin', 100);
export const distributorAdmin = adminOf(distributor, 'distributor', 101);
export const partnerAdmin = adminOf(partner, 'partner', 102);
export const customerAdmin = adminOf(customer, 'customer', 103);
export const strangerAdmin = adminOf(otherPartner, 'partner', 105);

export const imported = {
  kind: 'imported',
  source: { name: 'servicenow', fileHash: 'ab'.repeat(32), row: 1 },
} as const;
