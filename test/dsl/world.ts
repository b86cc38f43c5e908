import { shownKinds } from '../../src/domain/aggregates';
import type { DecisionContext, ShownKind, Views, World } from '../../src/domain/context';
import type { Subject } from '../../src/domain/kernel/ids';
import type { Actor } from '../../src/domain/people/actor';
import { permissions } from '../../src/domain/people/permission';
import type { OrganisationView } from '../../src/domain/people/views';

/** The time of every example, unless it states another. */
export const noon = '2026-11-23T12:00:00.000Z';

/** A readable, valid UUID: `id(7)` is `00000000-0000-4000-8000-000000000007`. */
export function id(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function organisation(values: Pick<OrganisationView, 'id' | 'kind'> & Partial<OrganisationView>): OrganisationView {
  return { parent: null, teams: [], serviceProviders: [], isAspBusiness: false, reopenWindowDays: 30, ...values };
}

/** One list per kind: `organisations`, `users`, … */
type Lists = { readonly [Kind in ShownKind as `${Kind}s`]?: readonly Views[Kind][] };

/** A world of plain lists, as loaded for a decision. */
export function worldOf(lists: Lists & { readonly sealedSinceErasure?: readonly Subject[] }): World {
  const { sealedSinceErasure = [], ...shown } = lists;
  const viewsOf = (kind: ShownKind): readonly { readonly id: string }[] => shown[`${kind}s`] ?? [];
  const finders = shownKinds.map((kind) => [kind, (wanted: string) => viewsOf(kind).find(({ id: one }) => one === wanted)]);
  const isErased = (subject: string) => ((sealedSinceErasure as readonly string[]).includes(subject) ? true : undefined);
  return { ...Object.fromEntries(finders), sealedSinceErasure: isErased } as World;
}

/** An actor with every permission, unless the example names fewer. */
export function actor(values: Pick<Actor, 'user' | 'organisation' | 'organisationKind'> & Partial<Actor>): Actor {
  return { teams: [], permissions: new Set(permissions), ...values };
}

/** A context with a fixed time and ids counted from `id(9001)`, without an import. */
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
