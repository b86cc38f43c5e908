import type { Access, AccessLog } from '../../src/adapters/access-log/access-log.port';
import { openAccessLog } from '../../src/adapters/access-log/documents.access-log';
import { entriesCollection, entryId, headsCollection, linked, marksCollection } from '../../src/adapters/access-log/links';
import { noHash } from '../../src/adapters/eventstore/codec';
import { hour, plus } from '../../src/domain/kernel/instant';
import type { Document, Documents, Query, Write } from '../../src/projections/kernel/documents.port';
import { countedIds, stoppedClock } from '../dsl/command-side';
import { id, noon } from '../dsl/world';

const secret = Buffer.alloc(32, 7);
export const access = (values: Partial<Access> = {}): Access => ({
  ...{ kind: 'ticket-viewed', at: noon, user: id(1), organisation: id(11), ticket: id(21), ticketOwner: id(12) },
  ...{ file: null, token: null, session: null, address: '192.0.2.1', device: 'Firefox', detail: null },
  ...values,
});

/** What every store of documents keeps of the access log. */
export function accessLogContract(name: string, documentsOf: () => Promise<Documents>): void {
  describe(`the access log in ${name}`, () => {
    let documents: Documents;
    beforeEach(async () => {
      documents = await documentsOf();
    });
    afterEach(() => documents.close());

    let firstId = 0;
    const open = (exclusive = true): Promise<AccessLog> =>
      openAccessLog({ documents, clock: stoppedClock(), ids: countedIds((firstId += 1000)), secret, exclusive });
    const find = async (
      log: AccessLog,
      organisation: string | null = null,
      where: Parameters<AccessLog['find']>[0]['where'] = [],
    ) => (await log.find({ organisation, where, limit: 100 })).items;
    const chainOf = async (log: AccessLog): Promise<string> => (await find(log))[0]?.chain ?? '';
    const alter = async (index: number, change: object | null): Promise<void> => {
      const log = await open();
      const key = entryId(await chainOf(log), index);
      const document = change === null ? null : ({ ...(await documents.get(entriesCollection, key)), ...change } as Document);
      await documents.write([{ collection: entriesCollection, id: key, document }]);
    };
    const at = (hours: number) => plus(noon, hours * hour);

    it('keeps entries in one chain, whoever writes at once and however often it is opened', async () => {
      const log = await open();
      await Promise.all([1, 2, 3].map((hours) => log.append([access({ at: at(hours) }), access({ at: at(hours) })])));
      await (await open()).append([access({ at: at(4) })]);
      const entries = await find(await open());
      expect(entries.map(({ index }) => index)).toEqual([7, 6, 5, 4, 3, 2, 1]);
      expect(entries.slice(0, -1).map(({ before }) => before)).toEqual(entries.slice(1).map(({ hash }) => hash));
      expect(await log.verify()).toEqual({ entries: 7, chains: 1, removed: 0, problems: [] });
    });

    it('shows an organisation what its people did and what was done to its tickets, and no more', async () => {
      const log = await open();
      const seen = [access({}), access({ organisation: id(13), user: id(3) }), access({ ticketOwner: id(14), ticket: id(22) })];
      await log.append([
        ...seen,
        access({ organisation: null, user: null, ticket: null, ticketOwner: null, kind: 'sign-in-failed' }),
      ]);
      const indexes = async (organisation: string | null) => (await find(log, organisation)).map(({ index }) => index);
      expect(await Promise.all([null, id(11), id(12), id(13), id(14), id(15)].map(indexes))).toEqual([
        [4, 3, 2, 1],
        [3, 1],
        [2, 1],
        [2],
        [3],
        [],
      ]);
    });

    it('finds by person, ticket, kind and time together, page by page', async () => {
      const log = await open();
      await log.append(
        [0, 1, 2, 3, 4, 5].map((hours) =>
          access({ at: at(hours), user: id(hours % 2), kind: hours < 3 ? 'file-read' : 'ticket-viewed' }),
        ),
      );
      const where = [
        { field: 'user', eq: id(1) },
        { field: 'ticket', eq: id(21) },
        { field: 'at', gte: at(1) },
      ];
      expect((await find(log, id(12), where)).map(({ index }) => index)).toEqual([6, 4, 2]);
      expect((await find(log, null, [...where, { field: 'kind', eq: 'file-read' }])).map(({ index }) => index)).toEqual([2]);
      const first = await log.find({ organisation: null, where: [], limit: 4 });
      const rest = await log.find({ organisation: null, where: [], limit: 4, after: first.next ?? '' });
      expect([first, rest].map(({ items }) => items.map(({ index }) => index))).toEqual([
        [6, 5, 4, 3],
        [2, 1],
      ]);
    });

    it.each([
      ['another person', 2, { user: id(9) }, 2, 'its content does not match its hash'],
      ['another time', 3, { at: at(9) }, 3, 'its content does not match its hash'],
      ['another hash', 2, { hash: '0'.repeat(64) }, 2, 'its content does not match its hash'],
      ['no other organisation', 2, { scopes: ['*'] }, 2, 'it was filed for other organisations'],
      ['nothing at all', 2, null, 3, 'it follows entry 1: entries are missing in between'],
      ['an end that is missing', 4, null, 4, 'it and all others up to 4 are missing'],
      ['a beginning that is missing', 1, null, 2, 'it follows entry 0: entries are missing in between'],
    ])('tells of an entry that has %s', async (_, index, change, told, what) => {
      const log = await open();
      await log.append([1, 2, 3, 4].map((hours) => access({ at: at(hours) })));
      await alter(index, change);
      expect((await log.verify()).problems).toEqual([{ chain: expect.any(String) as string, index: told, what }]);
    });

    it('removes what is too old up to a sealed mark, from which the chain goes on', async () => {
      const log = await open();
      await log.append([1, 2, 3, 4, 5].map((hours) => access({ at: at(hours) })));
      expect([await log.removeBefore(at(3)), await log.removeBefore(at(3)), await log.removeBefore(at(4))]).toEqual([2, 0, 1]);
      await log.append([access({ at: at(6) })]);
      expect((await find(log)).map(({ index }) => index)).toEqual([6, 5, 4]);
      expect(await log.verify()).toEqual({ entries: 3, chains: 1, removed: 3, problems: [] });
    });

    it('goes on after everything was removed', async () => {
      const log = await open();
      await log.append([access({})]);
      await log.removeBefore(at(1));
      await (await open()).append([access({ at: at(2) })]);
      expect(await log.verify()).toEqual({ entries: 1, chains: 1, removed: 1, problems: [] });
    });

    it('tells of a mark that nobody here sealed, behind which entries went', async () => {
      const log = await open();
      await log.append([1, 2, 3].map((hours) => access({ at: at(hours) })));
      const [, second] = [...(await find(log))].reverse();
      const chain = second?.chain ?? '';
      const mark = { _id: chain, index: 2, hash: second?.hash ?? '', removed: 2, at: noon, seal: '0'.repeat(64) };
      await documents.write([
        { collection: marksCollection, id: chain, document: mark },
        ...[1, 2].map((index) => ({ collection: entriesCollection, id: entryId(chain, index), document: null })),
      ]);
      expect((await log.verify()).problems).toEqual([{ chain, index: 2, what: 'the mark behind it was forged' }]);
    });

    it('removes what is too old from every chain, however many processes have written', async () => {
      const chains = Array.from({ length: 1_050 }, (_, n) => id(100_000 + n));
      const writes = chains.flatMap((chain): readonly Write[] => {
        const entry = linked({ chain, index: 0, hash: noHash }, access({ at: at(1) }));
        const head = { _id: chain, begins: noHash, index: 1, hash: entry.hash, at: at(1) };
        return [
          { collection: headsCollection, id: chain, document: head },
          { collection: entriesCollection, id: entry._id, document: entry },
        ];
      });
      const log = await open(false);
      await documents.write(writes);
      expect(await log.removeBefore(at(2))).toBe(chains.length);
      expect(await log.verify()).toEqual({ entries: 0, chains: chains.length, removed: chains.length, problems: [] });
    });

    /** Documents in whose store something happens after a page of entries was read, and before the next one. */
    const meanwhile = (happens: () => Promise<unknown>): Documents => {
      let isDone = false;
      const find = async (collection: string, query: Query) => {
        const page = await documents.find(collection, query);
        if (collection === entriesCollection && !isDone) {
          isDone = true;
          await happens();
        }
        return page;
      };
      return new Proxy(documents, {
        get: (target, name) => {
          const value: unknown = name === 'find' ? find : Reflect.get(target, name, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
    };

    it.each([
      ['old entries are removed', (log: AccessLog) => log.removeBefore(at(700)), { entries: 901, removed: 699, problems: [] }],
      ['all entries are removed', (log: AccessLog) => log.removeBefore(at(2000)), { removed: 1100, problems: [] }],
      ['more is appended', (log: AccessLog) => log.append([access({ at: at(1101) })]), { entries: 1101, problems: [] }],
      [
        'another process begins a chain',
        async () => (await open(false)).append([access({ at: at(1) })]),
        { entries: 1101, problems: [] },
      ],
    ])('raises no false alarm when %s while it is verified', async (_, happens, expected) => {
      const log = await open();
      await log.append(Array.from({ length: 1_100 }, (__, n) => access({ at: at(n + 1) })));
      const [ids, clock] = [countedIds(999_000), stoppedClock()];
      const watched = await openAccessLog({
        ...{ documents: meanwhile(() => happens(log)), clock, ids, secret, exclusive: true },
      });
      expect(await watched.verify()).toMatchObject(expected);
      expect((await log.verify()).problems).toEqual([]);
    });

    it('still tells of entries that somebody takes away while it is verified', async () => {
      const log = await open();
      await log.append(Array.from({ length: 1_100 }, (_, n) => access({ at: at(n + 1) })));
      const chain = await chainOf(log);
      const steal = () => documents.write([{ collection: entriesCollection, id: entryId(chain, 600), document: null }]);
      const [ids, clock] = [countedIds(999_000), stoppedClock()];
      const watched = await openAccessLog({ documents: meanwhile(steal), clock, ids, secret, exclusive: true });
      expect((await watched.verify()).problems).toMatchObject([{ chain, index: 601 }]);
    });

    it('tells of a chain whose head was taken away', async () => {
      const log = await open();
      await log.append([access({})]);
      const chain = await chainOf(log);
      await documents.write([{ collection: headsCollection, id: chain, document: null }]);
      expect((await log.verify()).problems).toEqual([{ chain, index: 1, what: 'its chain is unknown' }]);
    });

    it('gives each process a chain of its own where several write', async () => {
      const [one, other] = [await open(false), await open(false)];
      await Promise.all([one.append([access({})]), other.append([access({ at: at(1) })])]);
      await (await open(false)).append([access({ at: at(2) })]);
      expect(await one.verify()).toEqual({ entries: 3, chains: 3, removed: 0, problems: [] });
    });
  });
}
