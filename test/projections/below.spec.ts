import fc from 'fast-check';
import { listContacts, listOrganisations, listUsers } from '../../src/projections/people/list-people';
import { organisationChildren, withAllBelow } from '../../src/projections/people/organisation-children';
import { Chronicle, projected, readModelsOf } from '../dsl/projecting';
import { actor, id } from '../dsl/world';

const everyone = { audience: 'everyone' } as const;
const organisationId = (n: number): string => id(1_000 + n);

function founded(log: Chronicle, n: number, parent: number | null): Chronicle {
  const [organisation, above] = [organisationId(n), parent === null ? null : organisationId(parent)];
  const data = { organisation, kind: 'customer' as const, name: `Organisation ${n}`, parent: above };
  return log.people('organisation', organisation, { ...everyone, type: 'OrganisationFounded', data });
}

function moved(log: Chronicle, n: number, from: number | null, to: number): Chronicle {
  const data = { from: from === null ? null : organisationId(from), to: organisationId(to) };
  return log.people('organisation', organisationId(n), { ...everyone, type: 'ParentChanged', data });
}

/** The organisations below, computed from the parents alone. */
function below(parents: readonly (number | null)[], top: number): readonly number[] {
  const isBelow = (n: number): boolean => n === top || (typeof parents[n] === 'number' && isBelow(parents[n]));
  return parents.flatMap((_, n) => (isBelow(n) ? [n] : []));
}

const closureIn = async (log: Chronicle, top: number): Promise<ReadonlySet<string>> => {
  const kept = projected(organisationChildren, log.facts);
  const getMany = (_: string, ids: readonly string[]) => Promise.resolve(new Map([...kept].filter(([one]) => ids.includes(one))));
  return new Set(await withAllBelow({ getMany: getMany as never }, organisationId(top)));
};

it('withAllBelow agrees with the parents in the log, after any foundings and moves', async () => {
  const step = fc.record({ child: fc.nat(9), to: fc.nat(9) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const log = founded(new Chronicle(), 0, null);
      const parents: (number | null)[] = [null];
      for (const { child, to } of steps) {
        const parent = to % parents.length;
        if (child >= parents.length) {
          founded(log, parents.length, parent);
          parents.push(parent);
        } else if (child !== 0 && parents[child] !== parent && !below(parents, child).includes(parent)) {
          moved(log, child, parents[child] ?? null, parent);
          parents[child] = parent;
        }
      }
      for (let top = 0; top < parents.length; top++) {
        expect(await closureIn(log, top)).toEqual(new Set(below(parents, top).map(organisationId)));
      }
    }),
    { numRuns: 60 },
  );
});

it('the lists reach every depth below 2,000 organisations, sorted by name', async () => {
  const log = founded(new Chronicle(), 0, null);
  const parents: readonly (number | null)[] = Array.from({ length: 2_001 }, (_, n) =>
    n === 0 ? null : n <= 5 ? 0 : n <= 45 ? 1 + (n % 5) : 6 + (n % 40),
  );
  parents.forEach((parent, n) => n > 0 && founded(log, n, parent));
  const deepest = organisationId(2_000);
  const user = id(1);
  log
    .people('user', user, {
      ...{ ...everyone, type: 'UserRegistered', data: { user, organisation: deepest, login: true, approvals: [] } },
      confidential: [{ subject: `user-${user}`, values: { name: 'Änne', email: 'a@example.org' } }],
    })
    .people('contact', id(2), {
      ...{ ...everyone, type: 'ContactRecorded', data: { contact: id(2), organisation: deepest } },
      confidential: [{ subject: `contact-${id(2)}`, values: { name: 'Bo', phones: [], emails: [] } }],
    });
  const models = await readModelsOf(log.facts);
  const partner = 6 + (2_000 % 40);
  const distributor = 1 + (partner % 5);
  for (const above of [distributor, partner]) {
    const kind = above === partner ? ('partner' as const) : ('distributor' as const);
    const asking = actor({ user: id(3), organisation: organisationId(above), organisationKind: kind });
    const numbers: number[] = [];
    let after: string | undefined;
    do {
      const page = await listOrganisations(models, asking, { limit: 200, after });
      numbers.push(...page.items.map(({ name }) => Number(name.slice('Organisation '.length))));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(numbers).toEqual(below(parents, above));
    expect(numbers.length).toBeGreaterThan(kind === 'partner' ? 40 : 390);
    expect((await listUsers(models, asking, {})).items).toHaveLength(1);
    expect((await listContacts(models, asking, {})).items).toHaveLength(1);
    expect((await listUsers(models, asking, { below: false })).items).toEqual([]);
  }
});
