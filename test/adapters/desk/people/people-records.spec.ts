import { PeopleRecords } from '../../../../src/adapters/desk/people/people-records';
import type { PeopleThing } from '../../../../src/adapters/desk/ports';
import { organisation } from '../../../../src/domain/people/organisation';
import type { OrganisationKind } from '../../../../src/domain/people/views';
import type { Actor } from '../../../../src/domain/people/actor';
import { id } from '../../../dsl/world';

const [root, partner, customer, rival] = [1, 2, 3, 4].map(id) as [string, string, string, string];

/** States by stream, as folding would give them. */
const states: Readonly<Record<string, unknown>> = {
  ...founded(root, 'admin', null),
  ...founded(partner, 'partner', root),
  ...founded(customer, 'customer', partner),
  ...founded(rival, 'partner', root),
  [`user-${id(10)}`]: { status: 'registered', id: id(10), organisation: customer, missingApprovals: ['organisation'] },
  [`contact-${id(11)}`]: { status: 'recorded', id: id(11), organisation: customer },
  [`role-${id(12)}`]: { id: id(12), organisation: customer, permissions: [] },
  [`role-${id(13)}`]: { id: id(13), organisation: null, permissions: [] },
};

function founded(of: string, kind: OrganisationKind, parent: string | null) {
  const data = { organisation: of, kind, name: kind, parent };
  const event = { type: 'OrganisationFounded', audience: 'everyone', data } as const;
  return { [`organisation-${of}`]: organisation.evolve(organisation.initial, event as never) };
}

const records = new PeopleRecords({
  loader: {
    load: (aggregate, of) => Promise.resolve((states[`${aggregate.category}-${of}`] ?? aggregate.initial) as never),
  },
  log: { head: () => Promise.resolve('9') },
});

const of = (organisationId: string, organisationKind: OrganisationKind): Actor => ({
  ...{ user: id(90), organisation: organisationId, organisationKind, teams: [], permissions: new Set() },
});
const things: readonly PeopleThing[] = [
  { category: 'organisation', id: customer },
  { category: 'user', id: id(10) },
  { category: 'contact', id: id(11) },
  { category: 'role', id: id(12) },
];

describe('the log of organisations, people and roles', () => {
  test.each(things)('shows a $category to its own people and to staff above, even before it is active', async (thing) => {
    const asked = [of(customer, 'customer'), of(partner, 'partner'), of(root, 'admin')].map((actor) =>
      records.recordedAt(thing, actor),
    );
    expect(await Promise.all(asked)).toEqual(['9', '9', '9']);
  });

  test.each(things)('hides a $category from everybody else', async (thing) => {
    const asked = [of(rival, 'partner'), of(id(5), 'customer')].map((actor) => records.recordedAt(thing, actor));
    expect(await Promise.all(asked)).toEqual([null, null]);
  });

  test.each(things)('does not have a $category that was never recorded, not even for the root', async ({ category }) => {
    expect(await records.recordedAt({ category, id: id(99) }, of(root, 'admin'))).toBeNull();
  });

  test('shows a role for everybody to everybody, and hides records above from users below', async () => {
    expect(await records.recordedAt({ category: 'role', id: id(13) }, of(rival, 'partner'))).toBe('9');
    expect(await records.recordedAt({ category: 'organisation', id: partner }, of(customer, 'customer'))).toBeNull();
  });
});
