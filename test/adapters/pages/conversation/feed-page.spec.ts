import { feedPage } from '../../../../src/adapters/pages/conversation/feed-page';
import type { ReadModels } from '../../../../src/projections/kernel/read-models';
import { getActivity } from '../../../../src/projections/tickets/read-ticket';
import { Chronicle, readModelsOf } from '../../../dsl/projecting';
import { id } from '../../../dsl/world';
import { opened, say, technician, ticket } from '../../../projections/desk';

const perPage = 20;
const reply = (n: number) => say.everyone('ReplyPosted', { reply: id(1000 + n), files: [] }, { body: String(n) });

/** A conversation of so many replies, with what reading it costs. */
async function conversation(length: number) {
  const log = new Chronicle().ticket(ticket, opened({ description: '0' }));
  for (let n = 1; n <= length; n += 1) log.ticket(ticket, reply(n));
  const models = await readModelsOf(log.facts);
  const cost = { queries: 0, lines: 0 };
  const counting: ReadModels = {
    ...models,
    find: async (name, query) => {
      const page = await models.find<never>(name, query);
      cost.queries += 1;
      cost.lines += page.items.length;
      return page;
    },
  };
  const open = async (query: Readonly<Record<string, unknown>> = {}) => {
    const page = await feedPage(query, async (paging) => {
      const read = await getActivity(counting, technician, { ticket, limit: perPage, ...paging });
      return read ?? fail('not visible');
    });
    return { ...page, said: page.items.map(({ text }) => Number(text)) };
  };
  return { open, cost };
}

const upTo = (last: number, count = perPage): readonly number[] => Array.from({ length: count }, (_, n) => last - count + 1 + n);

describe('a conversation (S4.20)', () => {
  it.each([19, 20, 21, 39, 40, 41, 600])('of %i replies opens at its newest entries, with a full page', async (length) => {
    const { open } = await conversation(length);
    const page = await open();
    expect(page.said).toEqual(upTo(length));
    expect(page.later).toBeNull();
    expect(page.earlier === null).toBe(length < perPage);
  });

  it('can be paged to its beginning and to its end, every entry once', async () => {
    const { open } = await conversation(50);
    const newest = await open();
    const middle = await open({ before: newest.earlier });
    const oldest = await open({ before: middle.earlier });
    expect([oldest, middle, newest].flatMap(({ said }) => said)).toEqual(upTo(50, 51));
    expect(oldest.earlier).toBeNull();
    const again = await open({ after: oldest.later });
    expect(again.said).toEqual(upTo(30));
    expect((await open({ before: again.earlier })).said).toEqual(oldest.said);
    const end = await open({ after: again.later });
    expect([end.said, end.later]).toEqual([newest.said, null]);
  });

  it('costs the same at any length', async () => {
    const [short, long] = [await conversation(60), await conversation(1_500)];
    await short.open();
    await long.open();
    expect(long.cost).toEqual(short.cost);
  });
});
