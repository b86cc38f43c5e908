import type { Actor } from '../../src/domain/people/actor';
import { builtInRoleId } from '../../src/domain/people/built-in-roles';
import type { Permission } from '../../src/domain/people/permission';
import type { ReadModels } from '../../src/projections/kernel/read-models';
import { missingConsents } from '../../src/projections/people/consents';
import { listWorkers } from '../../src/projections/people/holders';
import { whoMay } from '../../src/projections/people/who-may';
import type { Chronicle } from '../dsl/projecting';
import { readModelsOf } from '../dsl/projecting';
import { id } from '../dsl/world';
import * as desk from './desk';

const { admin, customerUser, outsider, partner, technician, without } = desk;
const everyone = { audience: 'everyone' } as const;
const person = (n: number): string => id(2_000 + n);

function employed(log: Chronicle, n: number, name: string): Chronicle {
  return log.people('user', person(n), {
    ...{ ...everyone, type: 'UserRegistered', data: { user: person(n), organisation: partner, login: true, approvals: [] } },
    confidential: [{ subject: `user-${person(n)}`, values: { name } }],
  });
}
const given = (log: Chronicle, n: number, role: string): Chronicle =>
  log.people('user', person(n), { ...everyone, type: 'RoleGranted', data: { role } });
const may = (log: Chronicle, n: number, type: 'PermissionGranted' | 'PermissionWithdrawn'): Chronicle =>
  log.people('user', person(n), { ...everyone, type, data: { permission: 'ticket.work' } });

const [ours, theirs] = [id(901), id(902)];
/** 300 colleagues who may not work on tickets, and a few who may for different reasons. */
function house(): Chronicle {
  const log = desk.chronicle();
  for (const [role, organisation] of [
    [ours, desk.root],
    [theirs, desk.stranger],
  ] as const)
    log.people('role', role, {
      ...{ ...everyone, type: 'RoleDefined' },
      data: { role, organisation, name: 'Field', permissions: ['ticket.read-own', 'ticket.work'] },
    });
  for (let n = 0; n < 300; n += 1)
    given(employed(log, n, `Clerk ${n}`), n, builtInRoleId(n % 2 === 0 ? 'dispatcher' : 'checker'));
  given(employed(log, 400, 'Tessa'), 400, builtInRoleId('technician'));
  given(given(employed(log, 401, 'Marie'), 401, builtInRoleId('manager')), 401, builtInRoleId('agent'));
  given(employed(log, 402, 'Fiona'), 402, ours);
  may(employed(log, 403, 'Greta'), 403, 'PermissionGranted');
  may(given(employed(log, 404, 'Willy'), 404, builtInRoleId('technician')), 404, 'PermissionWithdrawn');
  given(employed(log, 405, 'Stan'), 405, builtInRoleId('technician')).people('user', person(405), {
    ...{ ...everyone, type: 'UserSuspended', data: {} },
  });
  given(employed(log, 406, 'Xaver'), 406, theirs);
  return log;
}

describe('whom a ticket can be given to (S4.8, S4.9)', () => {
  let models: ReadModels;
  beforeAll(async () => {
    models = await readModelsOf(house().facts);
  });
  const names = async (params: { readonly limit?: number; readonly after?: string } = {}) => {
    const page = await listWorkers(models, technician, { organisation: partner, ...params });
    return { ...page, items: page.items.map(({ name }) => name) };
  };

  it('are those whose roles or own rights let them work, by name, and nobody else of a large organisation', async () => {
    expect(await names()).toEqual({ items: ['Fiona', 'Greta', 'Marie', 'Tessa'], next: null });
  });

  it('come in pages, each person once', async () => {
    const found: (string | null)[] = [];
    let after: string | undefined;
    do {
      const page = await names({ limit: 2, ...(after !== undefined && { after }) });
      found.push(...page.items);
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(found).toEqual(['Fiona', 'Greta', 'Marie', 'Tessa']);
  });

  it('are read from a few short ranges, however many colleagues there are', async () => {
    let read = 0;
    const find: ReadModels['find'] = async (name, query) => {
      const page = await models.find<never>(name, query);
      read += page.items.length;
      return page;
    };
    await listWorkers({ ...models, find }, technician, { organisation: partner });
    expect(read).toBeLessThan(20);
  });

  it('are told only to those who may look people up there', async () => {
    for (const who of [without(technician, 'user.read'), customerUser, outsider])
      await expect(listWorkers(models, who, { organisation: partner })).rejects.toMatchObject({ code: 'not-permitted' });
    expect((await listWorkers(models, admin, { organisation: partner })).items).toHaveLength(4);
  });

  it('names somebody who may, also where three hundred colleagues who may not come first', async () => {
    expect(await whoMay(models, technician, { permission: 'ticket.work' })).toEqual(['Fiona', 'Greta', 'Marie']);
  });
});

describe('the consents that an account waits for (C22)', () => {
  let models: ReadModels;
  beforeAll(async () => {
    const log = given(employed(desk.chronicle(), 500, 'Paula'), 500, builtInRoleId('tenant admin'));
    models = await readModelsOf(log.facts);
  });
  const account = { organisation: desk.customer, missingApprovals: ['organisation', 'vendor'] };
  const may = ['user.read', 'user.approve'] as const;
  const told = async (actor: Actor, ...held: readonly Permission[]) => {
    const asker = { ...actor, permissions: new Set(held) };
    const found = await missingConsents(models, asker, account);
    return Object.fromEntries(found.map(({ side, ...rest }) => [side, rest]));
  };

  it('are, for an administrator of the customer, only their own to give; the vendor is named, its people are not', async () => {
    const { vendor, organisation } = await told(customerUser, ...may);
    expect(organisation).toMatchObject({ mayGive: true });
    expect(vendor).toEqual({ mayGive: false, organisation: partner, names: [] });
  });

  it('are, for the vendor, given by those with the right; others are told their names', async () => {
    expect((await told(technician, ...may))['vendor']).toMatchObject({ mayGive: true, names: [] });
    expect((await told(technician, 'user.read'))['vendor']).toMatchObject({ mayGive: false, names: ['Paula'] });
    expect((await told(technician))['vendor']).toMatchObject({ mayGive: false, names: [] });
  });

  it('of the organisation itself is given from above only by those who may found organisations', async () => {
    expect((await told(technician, ...may))['organisation']).toMatchObject({ mayGive: false });
    expect((await told(technician, ...may, 'organisation.create'))['organisation']).toMatchObject({ mayGive: true });
  });
});
