import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { MemoryEventStore } from '../../../src/adapters/eventstore/memory.event-store';
import { TokenStore } from '../../../src/adapters/auth/token-store';
import { loadActor } from '../../../src/adapters/world/actor-loader';
import { bootstrap, demoTokens, rootAdministrator, type DemoSize } from '../../../src/adapters/first-start/bootstrap';
import { reservedEmails } from '../../../src/adapters/desk/people/reserved-emails';
import { builtInRoleNames } from '../../../src/domain/people/built-in-roles';
import { rootOrganisation } from '../../../src/domain/people/organisation';
import { permissions } from '../../../src/domain/people/permission';
import { commandSide } from '../../dsl/command-side';

interface Start {
  readonly demo?: DemoSize;
  readonly rootName?: string;
  readonly dieAfter?: number;
}

async function firstStart({ demo = 'small', rootName = 'Head Office', dieAfter = Infinity }: Start = {}) {
  const side = await commandSide(new MemoryEventStore());
  const tokens = await TokenStore.open({
    documents: memoryDocuments(),
    ...side,
    actors: (user, scope) => loadActor(side.loader, user, scope),
  });
  let left = dieAfter;
  const executor: typeof side.executor = Object.create(side.executor) as typeof side.executor;
  executor.execute = (request) => {
    if (left <= 0) return Promise.reject(new Error('killed'));
    left -= 1;
    return side.executor.execute(request);
  };
  const parts = {
    executor,
    loader: side.loader,
    emails: reservedEmails({ ...side, executor }),
    rootName,
    demo,
  };
  return {
    ...side,
    tokens,
    start: (changed: Partial<typeof parts> = {}) => bootstrap({ ...parts, ...changed }),
    show: () => demoTokens({ loader: side.loader, rootName, tokens }),
    revive: () => (left = Infinity),
  };
}

describe('the first start', () => {
  it('founds the root with one administrator, who may do everything', async () => {
    const { start, facts, loader } = await firstStart({ demo: 'none' });
    await start();
    const [founded] = await facts();
    expect(founded).toMatchObject({
      type: 'OrganisationFounded',
      stream: `organisation-${rootOrganisation}`,
      data: { kind: 'admin', name: 'Head Office', parent: null },
    });
    const administrator = await loadActor(loader, rootAdministrator);
    expect(permissions.filter((permission) => administrator?.permissions.has(permission) !== true)).toEqual([]);
  });

  it('makes an organisation of each kind with people of every built-in role, whose tokens open the door', async () => {
    const { start, show, tokens } = await firstStart();
    await start();
    const people = await show();
    expect(new Set(people.map(({ role }) => role))).toEqual(new Set(builtInRoleNames));
    const actors = await Promise.all(people.map(({ token }) => tokens.authenticate(token)));
    expect(actors).not.toContain(null);
    expect(new Set(actors.map((actor) => actor?.organisationKind))).toEqual(
      new Set(['admin', 'distributor', 'partner', 'customer', 'serviceProvider']),
    );
    expect(actors.filter((actor) => (actor?.teams.length ?? 0) > 0).length).toBeGreaterThanOrEqual(5);
  });

  it('is the only one: a second start changes nothing, even under another name', async () => {
    const { start, facts } = await firstStart();
    await start();
    const before = (await facts()).length;
    await start({ rootName: 'Other Office' });
    expect((await facts()).length).toBe(before);
  });

  it('adds no demo to a log that began without one', async () => {
    const { start, show, tokens, facts } = await firstStart({ demo: 'none' });
    await start();
    const before = (await facts()).length;
    await start({ demo: 'small' });
    expect((await facts()).length).toBe(before);
    expect(await show()).toEqual([]);
    expect(await tokens.list(null)).toEqual([]);
  });

  it('killed half-way is completed by the next, with the same facts as one that was not', async () => {
    const whole = await firstStart();
    await whole.start();
    const expected = (await whole.facts()).map(({ stream, type, data }) => ({ stream: nameless(stream), type, data }));
    for (let dieAfter = 0; dieAfter < expected.length; dieAfter += 17) {
      const { start, facts, revive } = await firstStart({ dieAfter });
      await expect(start()).rejects.toThrow('killed');
      revive();
      await start({ rootName: 'Renamed in between' });
      const found = (await facts()).map(({ stream, type, data }) => ({ stream: nameless(stream), type, data }));
      expect(found.slice(1)).toEqual(expected.slice(1));
    }
  });

  it('makes the tokens of the demo for whoever shows them, and once', async () => {
    const { start, show, tokens } = await firstStart();
    await start();
    expect(await tokens.list(null)).toEqual([]);
    // A script that came before the first server, as `npm run token -- create`, takes nothing away.
    await tokens.createAll([rootAdministrator], 'Mine');
    const people = await show();
    expect(people.length).toBeGreaterThan(20);
    expect(people[0]).toMatchObject({ organisation: 'Head Office', user: 'Administrator', role: 'tenant admin' });
    expect((await tokens.list(null)).map(({ label }) => label).sort()).toEqual([...people.map(() => 'Demo'), 'Mine']);
    expect(await show()).toEqual([]);
  });

  it('writes no name or address of a person into the log', async () => {
    const { start, facts } = await firstStart();
    await start();
    expect(JSON.stringify(await facts())).not.toMatch(/Tessa|Okafor|harbour\.example/);
  });
});

/** Every installation has a secret of its own for reserved values. */
function nameless(stream: string): string {
  return stream.replace(/[0-9a-f]{64}$/, '…');
}
