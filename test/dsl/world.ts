import type { DecisionContext, World } from '../../src/domain/context';
import type { Subject } from '../../src/domain/kernel/ids';
import type { Actor } from '../../src/domain/people/actor';
import { permissions } from '../../src/domain/people/permission';
import type { ContactView, OrganisationView, RoleView, UserView } from '../../src/domain/people/views';

/** Every example happens at this moment, unless it says otherwise. */
export const noon = '2026-11-23T12:00:00.000Z';

/** A readable, valid UUID: `id(7)` is `00000000-0000-4000-8000-000000000007`. */
export function id(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function organisation(values: Pick<OrganisationView, 'id' | 'kind'> & Partial<OrganisationView>): OrganisationView {
  return { parent: null, teams: [], serviceProviders: [], isAspBusiness: false, reopenWindowDays: 30, ...values };
}

/** A world of plain lists: what a decision would have loaded. */
export function worldOf(lists: {
  readonly organisations?: readonly OrganisationView[];
  readonly users?: readonly UserView[];
  readonly contacts?: readonly ContactView[];
  readonly roles?: readonly RoleView[];
  readonly sealedSinceErasure?: readonly Subject[];
}): World {
  const { organisations = [], users = [], contacts = [], roles = [], sealedSinceErasure = [] } = lists;
  return {
    organisation: (wanted) => organisations.find((one) => one.id === wanted),
    user: (wanted) => users.find((one) => one.id === wanted),
    contact: (wanted) => contacts.find((one) => one.id === wanted),
    role: (wanted) => roles.find((one) => one.id === wanted),
    sealedSinceErasure: (subject) => ((sealedSinceErasure as readonly string[]).includes(subject) ? true : undefined),
  };
}

/** Somebody with every permission, unless the example names fewer. */
export function actor(values: Pick<Actor, 'user' | 'organisation' | 'organisationKind'> & Partial<Actor>): Actor {
  return { teams: [], permissions: new Set(permissions), ...values };
}

/** Fixed time, ids counted from `id(9001)`, nothing imported. */
export function contextOf(values: Pick<DecisionContext, 'actor'> & Partial<DecisionContext>): DecisionContext {
  let last = 9000;
  const now = values.now ?? noon;
  return {
    onBehalfOf: null,
    origin: { kind: 'witnessed' },
    now,
    at: now,
    newId: () => id((last += 1)),
    world: worldOf({}),
    ...values,
  };
}
