import type { CommandRequest } from '../../../src/adapters/cqrs/execute-command';
import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { OutcomeUncertain, StoreUnavailable } from '../../../src/adapters/eventstore/errors';
import type { EventStore } from '../../../src/adapters/eventstore/event-store.port';
import { MemoryEventStore } from '../../../src/adapters/eventstore/memory.event-store';
import { rootActor } from '../../../src/adapters/first-start/bootstrap';
import { rootOrganisation } from '../../../src/domain/people/organisation';
import type { Permission } from '../../../src/domain/people/permission';
import { commandSide } from '../../dsl/command-side';
import { id, noon } from '../../dsl/world';

const found = { type: 'FoundOrganisation', organisation: rootOrganisation, kind: 'admin', name: 'Root', parent: null };

function request(command: { readonly type: string }, commandId: string, more: Partial<CommandRequest> = {}): CommandRequest {
  return {
    ...{ category: 'organisation', id: rootOrganisation, command, commandId, body: { ...command } },
    ...{ actor: rootActor, correlationId: commandId },
    ...more,
  };
}

const rename = (name: string) => ({ type: 'RenameOrganisation', name });

/** Two servers over one log. The first has founded the organisation. */
async function twoServers(log: EventStore = new MemoryEventStore()) {
  const keys = memoryDocuments();
  const [one, other] = [await commandSide(log, 1_000, keys), await commandSide(log, 2_000, keys)];
  await one.executor.execute(request(found, id(1)));
  return { one: one.executor, other: other.executor, facts: one.facts, clock: one.clock };
}

type Trouble = 'lose the answer' | 'lose the append' | 'refuse';

/** Fails the next appends, before or after they are written. */
class FickleStore extends MemoryEventStore {
  private troubles: Trouble[] = [];
  private readable = true;

  next(...troubles: Trouble[]): void {
    this.troubles = troubles;
  }

  /** Fails reads as well, once appends have failed. */
  goAway(): void {
    this.readable = false;
  }

  override async append(...args: Parameters<MemoryEventStore['append']>): ReturnType<MemoryEventStore['append']> {
    const trouble = this.troubles.shift();
    if (trouble === 'refuse') throw new StoreUnavailable('no room');
    if (trouble === 'lose the append') throw new OutcomeUncertain('the line broke');
    const appended = await super.append(...args);
    if (trouble === 'lose the answer') throw new OutcomeUncertain('the line broke');
    return appended;
  }

  override readStream(...args: Parameters<MemoryEventStore['readStream']>): ReturnType<MemoryEventStore['readStream']> {
    return this.readable ? super.readStream(...args) : Promise.reject(new StoreUnavailable('gone'));
  }
}

describe('the command handler', () => {
  it('answers a repeated command with its first outcome and records nothing (rule 6)', async () => {
    const { one, facts } = await twoServers();
    const first = await one.execute(request(rename('A'), id(2)));
    await one.execute(request(rename('B'), id(3)));
    expect(await one.execute(request(rename('A'), id(2)))).toEqual({ ...first, repeated: true });
    expect(await facts()).toHaveLength(3);
  });

  it('recognises a repeat after a restart, and on another server', async () => {
    const { one, other, facts } = await twoServers();
    const first = await one.execute(request(rename('A'), id(2)));
    expect(await other.execute(request(rename('A'), id(2)))).toEqual({ ...first, repeated: true });
    expect(await facts()).toHaveLength(2);
  });

  it('refuses the same command id with another body, even concurrently', async () => {
    const { one, other, facts } = await twoServers();
    const both = await Promise.allSettled([one.execute(request(rename('A'), id(2))), other.execute(request(rename('B'), id(2)))]);
    const refused = both.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(['idempotency-key-reused']);
    expect(await facts()).toHaveLength(2);
  });

  it('decides again after a conflict, so that no change is lost', async () => {
    const { one, other, facts } = await twoServers();
    await other.execute(request(rename('seen'), id(2)));
    await Promise.all([one.execute(request(rename('A'), id(3))), other.execute(request(rename('B'), id(4)))]);
    expect((await facts()).map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
  });

  it('carries out many concurrent commands on one stream, from two servers, without a conflict', async () => {
    const { one, other, facts } = await twoServers();
    const asked = Array.from({ length: 48 }, (_, n) =>
      (n % 2 === 0 ? one : other).execute(request(rename(`Name ${n}`), id(100 + n))),
    );
    expect((await Promise.all(asked)).map(({ recorded }) => recorded)).toEqual(asked.map(() => ['OrganisationRenamed']));
    expect((await facts()).map(({ revision }) => revision)).toEqual(Array.from({ length: 49 }, (_, n) => n));
  });

  it('reads the stream before it decides that nothing is to be done', async () => {
    const { one, other, facts } = await twoServers();
    await other.execute(request(rename('A'), id(2)));
    await one.execute(request(rename('B'), id(3)));
    // The other server has "A" in its cache, where the rename would change nothing.
    const outcome = await other.execute(request(rename('A'), id(4)));
    expect(outcome.recorded).toEqual(['OrganisationRenamed']);
    expect(await facts()).toHaveLength(4);
  });

  it('finds its own facts after a lost answer, and reports no repeat', async () => {
    const log = new FickleStore();
    const { one, facts } = await twoServers(log);
    log.next('lose the answer');
    const outcome = await one.execute(request(rename('A'), id(2)));
    expect(outcome).toMatchObject({ recorded: ['OrganisationRenamed'], revision: 1, repeated: false });
    expect(await facts()).toHaveLength(2);
  });

  it('records again, once, if its facts are not found after a lost answer', async () => {
    const log = new FickleStore();
    const { one, facts } = await twoServers(log);
    log.next('lose the append', 'lose the append');
    expect(await one.execute(request(rename('A'), id(2)))).toMatchObject({ revision: 1, repeated: false });
    expect(await facts()).toHaveLength(2);
  });

  it.each([
    ['no attempt gets an answer', (log: FickleStore) => log.next(...Array<Trouble>(4).fill('lose the append'))],
    [
      'the stream cannot be read after a lost answer',
      (log: FickleStore) => {
        log.next('lose the answer');
        log.goAway();
      },
    ],
  ])('reports an unknown outcome when %s', async (_, trouble) => {
    const log = new FickleStore();
    const { one } = await twoServers(log);
    trouble(log);
    const refused: unknown = await one.execute(request(rename('A'), id(2))).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'unavailable', message: expect.stringContaining('it is unknown whether') as string });
  });

  it('reports an outage of the log, and continues afterwards', async () => {
    const log = new FickleStore();
    const { one, facts } = await twoServers(log);
    log.next('refuse');
    await expect(one.execute(request(rename('A'), id(2)))).rejects.toMatchObject({ code: 'unavailable' });
    expect(await facts()).toHaveLength(1);
    expect(await one.execute(request(rename('A'), id(2)))).toMatchObject({ repeated: false, revision: 1 });
  });

  it('refuses a stale revision', async () => {
    const { one, other } = await twoServers();
    await one.execute(request(rename('A'), id(2)));
    const late = request(rename('B'), id(3), { expectedRevision: 0 });
    await expect(other.execute(late)).rejects.toMatchObject({ code: 'stale', facts: { current: 1 } });
    expect(await other.execute({ ...late, expectedRevision: 1 })).toMatchObject({ revision: 2 });
  });

  it('hides the revision from callers who cannot see the aggregate or may not change it', async () => {
    const { one } = await twoServers();
    const nowhere = request(rename('A'), id(2), { id: id(77), expectedRevision: 0 });
    await expect(one.execute(nowhere)).rejects.toMatchObject({ code: 'unknown' });
    const actor = { ...rootActor, permissions: new Set<Permission>() };
    const forbidden = request(rename('A'), id(3), { actor, expectedRevision: 7 });
    await expect(one.execute(forbidden)).rejects.toMatchObject({ code: 'not-permitted' });
    const malformed = request(rename(''), id(4), { expectedRevision: 7 });
    await expect(one.execute(malformed)).rejects.toMatchObject({ code: 'stale' });
  });

  it('S0.18 C26 records the entered time and the time of recording', async () => {
    const { one, facts } = await twoServers();
    await one.execute(request(rename('A'), id(2), { occurredAt: '2026-11-23T08:15:00.000Z' }));
    expect((await facts()).at(-1)).toMatchObject({ occurredAt: '2026-11-23T08:15:00.000Z', recordedAt: noon });
  });

  it.each([
    ['2026-11-23T12:05:00.001Z', 'five minutes ahead'],
    ['2026-10-23T11:59:59.999Z', '31 days back'],
  ])('refuses an entered time beyond %s (%s)', async (occurredAt) => {
    const { one, facts } = await twoServers();
    const typed = request(rename('A'), id(2), { occurredAt });
    await expect(one.execute(typed)).rejects.toMatchObject({ code: 'occurred-at-out-of-range' });
    expect(await facts()).toHaveLength(1);
  });

  it('never records a time before that of the previous fact', async () => {
    const { one, facts, clock } = await twoServers();
    clock.pass(-60_000);
    await one.execute(request(rename('A'), id(2)));
    expect((await facts()).map(({ recordedAt }) => recordedAt)).toEqual([noon, noon]);
  });
});
