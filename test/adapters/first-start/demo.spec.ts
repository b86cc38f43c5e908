import { MergeProcess } from '../../../src/adapters/desk/tickets/merge-process';
import { NumberAllocator } from '../../../src/adapters/desk/tickets/number-allocator';
import { reservedEmails } from '../../../src/adapters/desk/people/reserved-emails';
import { MemoryEventStore } from '../../../src/adapters/eventstore/memory.event-store';
import { fileVault } from '../../../src/adapters/files/file-vault';
import { bootstrap, rootActor } from '../../../src/adapters/first-start/bootstrap';
import { fillDemo } from '../../../src/adapters/first-start/demo/fill-demo';
import { planDemo } from '../../../src/adapters/first-start/demo/plan';
import { ticketId } from '../../../src/adapters/first-start/demo/player';
import { sites } from '../../../src/adapters/first-start/demo/sites';
import { readWords } from '../../../src/adapters/first-start/demo/stories';
import { day, toMillis } from '../../../src/domain/kernel/instant';
import { ticketAggregate } from '../../../src/domain/ticket';
import { priorities } from '../../../src/domain/ticket/ticket.events';
import { subStatuses, subStatusOf } from '../../../src/domain/ticket/ticket.status';
import { commandSide } from '../../dsl/command-side';
import { noon } from '../../dsl/world';
import { memoryBlobStore, memoryKeys } from '../rest/memory-files';

/** A folder at its first start, with a process that can be killed after so many commands. */
async function demoDesk(demo: 'small' | 'full' = 'full') {
  const side = await commandSide(new MemoryEventStore());
  let left = Infinity;
  const executor: typeof side.executor = Object.create(side.executor) as typeof side.executor;
  executor.execute = (request) => {
    if (left <= 0) return Promise.reject(new Error('killed'));
    left -= 1;
    return side.executor.execute(request);
  };
  const blobs = memoryBlobStore();
  const parts = {
    ...{ executor, loader: side.loader, clock: side.clock, ids: side.ids },
    merges: new MergeProcess(executor, side.streams),
    numbers: new NumberAllocator({ executor, loader: side.loader, ids: side.ids, actor: rootActor }),
    vault: fileVault(blobs, memoryKeys()),
  };
  await bootstrap({
    executor,
    loader: side.loader,
    emails: reservedEmails({ ...side, executor }),
    rootName: 'Head Office',
    demo,
  });
  const names = async (): Promise<readonly string[]> =>
    (await side.facts())
      .filter(({ stream }) => /^(ticket|contact|merges)-/.test(stream))
      .map(({ stream, type }) => `${stream} ${type}`)
      .sort();
  return {
    ...side,
    blobs,
    names,
    fill: () => fillDemo(parts, new AbortController().signal),
    killAfter: (commands: number) => (left = commands),
  };
}

describe('a full demo', () => {
  let whole: Awaited<ReturnType<typeof demoDesk>>;
  let filled: Awaited<ReturnType<typeof whole.fill>>;
  beforeAll(async () => {
    whole = await demoDesk();
    filled = await whole.fill();
  });

  it('shows every phase, sub-status and end, in 200 tickets, and is refused nothing', async () => {
    const { loader } = whole;
    expect(filled).toMatchObject({ tickets: 200, refused: [] });
    const { tickets } = planDemo(noon);
    const states = await Promise.all(tickets.map(({ key }) => loader.load(ticketAggregate, ticketId(key))));
    const seen = (of: (state: (typeof states)[number]) => unknown): Set<unknown> => new Set(states.map(of));
    expect(seen(({ phase }) => phase)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
    expect(seen((state) => (state.phase === 0 ? null : subStatusOf(state)))).toEqual(new Set(subStatuses));
    expect(seen((state) => (state.phase === 0 ? null : state.ticket.priority))).toEqual(new Set(priorities));
  });

  it('holds conversations, notes, pictures, merges and custody that went up, down and back', async () => {
    const { facts } = whole;
    const count = new Map<string, number>();
    for (const { type } of await facts()) count.set(type, (count.get(type) ?? 0) + 1);
    const atLeast = (type: string, least: number): void => expect([type, (count.get(type) ?? 0) >= least]).toEqual([type, true]);
    atLeast('ReplyPosted', 300);
    atLeast('FilesAttached', 30);
    atLeast('TicketForwarded', 15);
    for (const type of ['TicketReturned', 'DuplicateLinked', 'TicketReopened', 'TicketDeclined']) atLeast(type, 3);
    for (const type of ['TicketRecalled', 'DuplicateUnlinked']) atLeast(type, 1);
  });

  it('is written in four languages, each with the same occasions', () => {
    expect(new Set(sites.map(({ language }) => language))).toEqual(new Set(['en', 'de', 'fi', 'tr']));
    const [english, ...others] = (['en', 'de', 'fi', 'tr'] as const).map((language) => readWords(language));
    for (const { phrases, stories } of others) {
      expect(Object.keys(phrases).sort()).toEqual(Object.keys(english?.phrases ?? {}).sort());
      expect(new Set(stories.map(({ kind }) => kind))).toEqual(new Set(english?.stories.map(({ kind }) => kind)));
    }
  });

  it('happened within the last 31 days, each ticket in the order of its steps', () => {
    const { tickets } = planDemo(noon);
    for (const { opened, then } of tickets) {
      const times = [opened, ...then].map(({ at }) => at);
      expect([...times].sort()).toEqual(times);
      expect(toMillis(noon) - toMillis(opened.at)).toBeLessThan(31 * day);
      expect((times.at(-1) ?? '') < noon).toBe(true);
    }
    expect(planDemo(noon)).toEqual(planDemo(noon));
  });

  it('is filled once: a second start adds nothing', async () => {
    const { fill, facts } = whole;
    const before = (await facts()).length;
    expect(await fill()).toBeNull();
    expect((await facts()).length).toBe(before);
  });

  it.each([12, 90, 1_000])(
    'killed after %i commands, is completed by the next start, and nothing is there twice',
    async (commands) => {
      const { fill, killAfter, names, clock, blobs } = await demoDesk();
      killAfter(commands);
      await expect(fill()).rejects.toThrow('killed');
      killAfter(Infinity);
      clock.pass(9 * 3_600_000);
      expect(await fill()).toMatchObject({ refused: [] });
      expect(await names()).toEqual(await whole.names());
      expect(blobs.kept.size).toBe(whole.blobs.kept.size);
    },
  );

  it('leaves a small demo alone', async () => {
    const { fill, facts } = await demoDesk('small');
    const before = (await facts()).length;
    expect(await fill()).toBeNull();
    expect((await facts()).length).toBe(before);
  });
});
