import { memoryDocuments } from '../../../../src/adapters/documents/memory.documents';
import { ViewDesk } from '../../../../src/adapters/desk/tickets/view-desk';
import { savedViewStore } from '../../../../src/adapters/settings/saved-view-store';
import type { Actor } from '../../../../src/domain/people/actor';
import { actor, id } from '../../../dsl/world';

const someone = (
  user: number,
  organisation: number,
  ...permissions: Actor['permissions'] extends ReadonlySet<infer P> ? P[] : never
) => ({
  ...actor({ user: id(user), organisation: id(organisation), organisationKind: 'partner' }),
  permissions: new Set(permissions),
});
const manager = someone(11, 1, 'ticket.manage');
const agent = someone(12, 1);
const stranger = someone(13, 2, 'ticket.manage');
const late = { name: ' Late   ones ', query: 'scope=all&priority=high', isShared: false };

async function stage() {
  let last = 500;
  const desk = new ViewDesk(await savedViewStore(memoryDocuments()), { next: () => id((last += 1)) });
  const seenBy = async (who: Actor) => (await desk.visibleTo(who)).map(({ name, isChangeable }) => [name, isChangeable]);
  const idOf = async (who: Actor) => (await desk.visibleTo(who))[0]?.id ?? '';
  return { desk, seenBy, idOf };
}

describe('saved views', () => {
  it('belong to the user who saved them, under a trimmed name', async () => {
    const { desk, seenBy } = await stage();
    await desk.save(agent, late);
    expect([await seenBy(agent), await seenBy(manager), await seenBy(stranger)]).toEqual([[['Late ones', true]], [], []]);
  });

  it('can be shared only by users who manage tickets or the organisation', async () => {
    const { desk, seenBy } = await stage();
    await expect(desk.save(agent, { ...late, isShared: true })).rejects.toMatchObject({ code: 'not-permitted' });
    await desk.save(manager, { ...late, isShared: true });
    expect([await seenBy(agent), await seenBy(stranger)]).toEqual([[['Late ones', false]], []]);
    expect(desk.mayShare(someone(14, 1, 'organisation.manage'))).toBe(true);
  });

  it('of others can be changed by users who may share, and are unknown to another organisation', async () => {
    const { desk, seenBy, idOf } = await stage();
    await desk.save(manager, { ...late, isShared: true });
    const view = await idOf(manager);
    const renamed = { name: 'Renamed', isShared: true };
    await expect(desk.revise(agent, view, renamed)).rejects.toMatchObject({ code: 'not-permitted' });
    for (const attempt of [() => desk.revise(stranger, view, renamed), () => desk.remove(stranger, view)])
      await expect(attempt()).rejects.toMatchObject({ code: 'unknown' });
    await desk.revise(someone(15, 1, 'ticket.manage'), view, renamed);
    expect(await seenBy(agent)).toEqual([['Renamed', false]]);
  });

  it('stay shared when their owner loses the permission, and can be made private again', async () => {
    const { desk, seenBy, idOf } = await stage();
    await desk.save(manager, { ...late, isShared: true });
    const former = { ...manager, permissions: new Set<never>() };
    await desk.revise(former, await idOf(former), { name: 'Mine', isShared: true });
    expect(await seenBy(agent)).toEqual([['Mine', false]]);
    await desk.revise(former, await idOf(former), { name: 'Mine', isShared: false });
    expect(await seenBy(agent)).toEqual([]);
  });

  it('are told apart: a name that the user sees already is refused, in any case, and their own is kept', async () => {
    const { desk, idOf } = await stage();
    await desk.save(manager, { ...late, name: 'Team', isShared: true });
    await expect(desk.save(agent, { ...late, name: ' team' })).rejects.toMatchObject({ code: 'already-exists' });
    await desk.save(stranger, { ...late, name: 'Team' });
    await desk.save(manager, late);
    const view = await idOf(manager);
    await expect(desk.revise(manager, view, { name: 'TEAM', isShared: false })).rejects.toMatchObject({
      code: 'already-exists',
    });
    await desk.revise(manager, view, { name: 'Late ones', isShared: true });
  });

  it('have a name of 1 to 60 characters, and nobody has more than 50', async () => {
    const { desk } = await stage();
    for (const name of ['', '   ', 'x'.repeat(61)])
      await expect(desk.save(agent, { ...late, name })).rejects.toMatchObject({ code: 'invalid' });
    for (let count = 0; count < 50; count += 1) await desk.save(agent, { ...late, name: `View ${count}` });
    await expect(desk.save(agent, late)).rejects.toMatchObject({ code: 'too-large' });
  });
});
