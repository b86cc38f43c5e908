import type { ReadModels } from '../../src/projections/kernel/read-models';
import type { Actor } from '../../src/domain/people/actor';
import type { TicketEvent } from '../../src/domain/ticket/ticket.events';
import { getActivity, getFile, getTicket, type ActivityEntry } from '../../src/projections/tickets/read-ticket';
import { Chronicle, readModelsOf } from '../dsl/projecting';
import { id, noon } from '../dsl/world';
import { anna, customer, customerUser, opened, partner, paul, say, stranger, technician, ticket, without } from './desk';

// Rule 3: merging moves nothing. The primary's view includes the lines of its duplicates.

const [first, second, hidden] = [id(110), id(120), id(130)];
const file = { sha256: 'ab'.repeat(32), bytes: 7, mediaType: 'image/png', keyId: 'key' };
const strange = { user: id(14), organisation: stranger };

const reply = (number: number, body: string): TicketEvent =>
  say.everyone('ReplyPosted', { reply: id(number), files: [] }, { body });
const note = (number: number, body: string): TicketEvent => say.staff('ReplyPosted', { reply: id(number), files: [] }, { body });
const attached = (of: string, name: string, who: 'everyone' | 'staff' = 'everyone'): TicketEvent =>
  say[who]('FilesAttached', { files: [{ file: of, ...file }] }, { [of]: name });
const linked = (log: Chronicle, primary: string, duplicate: string): Chronicle =>
  log
    .ticket(duplicate, say.everyone('TicketMerged', { primary }))
    .ticket(duplicate, say.everyone('TicketClosed', { resolution: 'duplicate', primary }))
    .ticket(primary, say.everyone('DuplicateLinked', { duplicate }));

/** The primary, its duplicate `first` and that one's duplicate `second`, with replies in turn, and staff texts on `first`. */
function history(): Chronicle {
  const log = new Chronicle()
    .ticket(ticket, opened({ title: 'Primary' }))
    .ticket(second, opened({ number: 'CT-000003', title: 'Second' }))
    .ticket(first, opened({ number: 'CT-000002', title: 'First' }))
    .ticket(second, reply(301, 'second speaks'))
    .ticket(ticket, reply(302, 'primary speaks'))
    .ticket(first, note(303, 'SECRET note'))
    .ticket(first, attached(id(401), 'first.png'))
    .ticket(first, attached(id(402), 'SECRET.png', 'staff'))
    .ticket(first, say.everyone('WatcherAdded', { watcher: id(501), kinds: ['reply'] }, { email: 'first@example.org' }))
    .ticket(ticket, say.everyone('WatcherAdded', { watcher: id(502), kinds: ['reply'] }, { email: 'top@example.org' }));
  linked(log, first, second);
  linked(log, ticket, first);
  return log.ticket(first, reply(304, 'first speaks after the merge')).ticket(second, reply(305, 'second speaks after it'));
}

let models: ReadModels;
beforeAll(async () => {
  models = await readModelsOf(history().facts);
});

async function lines(of: string, actor: Actor = technician, from: ReadModels = models, limit = 200): Promise<ActivityEntry[]> {
  const found: ActivityEntry[] = [];
  let after: string | undefined;
  do {
    const page = await getActivity(from, actor, { ticket: of, limit, after });
    if (page === null) throw new Error('not visible');
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
}
const texts = (found: readonly ActivityEntry[]) => found.flatMap(({ text }) => (text?.includes('speaks') ? [text] : []));
const spoken = ['second speaks', 'primary speaks', 'first speaks after the merge', 'second speaks after it'];

describe('the activity of a primary', () => {
  it('rule 3: interleaves the lines of direct and indirect duplicates in recorded order', async () => {
    const all = await lines(ticket);
    expect(texts(all)).toEqual(spoken);
    expect(all.map(({ recordedAt }) => recordedAt)).toEqual(all.map(({ recordedAt }) => recordedAt).sort());
    expect(all).toHaveLength(history().facts.length);
  });

  it('S4.49: labels each line with its ticket', async () => {
    const labels = (await lines(ticket)).map((line) => [line.ticket, line.number, line.fromDuplicate] as const);
    expect(new Set(labels.map((label) => label.join()))).toEqual(
      new Set([`${ticket},CT-000001,false`, `${first},CT-000002,true`, `${second},CT-000003,true`]),
    );
  });

  it("does not show a primary's lines on its duplicates", async () => {
    expect(texts(await lines(first))).toEqual(['second speaks', 'first speaks after the merge', 'second speaks after it']);
    expect(texts(await lines(second))).toEqual(['second speaks', 'second speaks after it']);
  });

  it.each([1, 2, 3, 7])('has every line once in pages of %i, in the same order', async (limit) => {
    expect(await lines(ticket, technician, models, limit)).toEqual(await lines(ticket));
  });

  it('continues after the last line when the ticket was unlinked between two pages', async () => {
    const before = await getActivity(models, technician, { ticket, limit: 3 });
    const parted = await readModelsOf(
      history()
        .ticket(first, say.everyone('TicketUnlinked', { primary: ticket }))
        .ticket(ticket, say.everyone('DuplicateUnlinked', { duplicate: first })).facts,
    );
    const rest = await getActivity(parted, technician, { ticket, after: before?.next ?? '' });
    expect(texts(rest?.items ?? [])).toEqual(['primary speaks']);
  });

  it('S4.48: separates the lines at once after an unlinking, and loses none', async () => {
    const log = history()
      .ticket(first, say.everyone('TicketUnlinked', { primary: ticket }))
      .ticket(ticket, say.everyone('DuplicateUnlinked', { duplicate: first }));
    const parted = await readModelsOf(log.facts);
    expect(texts(await lines(ticket, technician, parted))).toEqual(['primary speaks']);
    expect(texts(await lines(first, technician, parted))).toEqual(texts(await lines(first)));
    const onEach = (await lines(ticket, technician, parted)).length + (await lines(first, technician, parted)).length;
    expect(onEach).toBe(log.facts.length);
  });

  it('orders facts of the same moment alike on every page', async () => {
    const log = new Chronicle();
    for (const each of [ticket, first, second]) log.ticket(each, opened({ number: `CT-${each.slice(-6)}` }), { at: noon });
    for (const each of [first, second]) log.ticket(ticket, say.everyone('DuplicateLinked', { duplicate: each }), { at: noon });
    for (let number = 0; number < 9; number += 1)
      log.ticket([ticket, first, second][number % 3] ?? '', reply(600 + number, `${number} speaks`), { at: noon });
    const tied = await readModelsOf(log.facts);
    const all = await lines(ticket, technician, tied);
    expect(all).toHaveLength(14);
    for (const limit of [1, 2, 5]) expect(await lines(ticket, technician, tied, limit)).toEqual(all);
  });
});

describe('access to duplicates', () => {
  it('S4.36 rule 4: shows no staff fact of a duplicate to a customer', async () => {
    const answers = [await lines(ticket, customerUser), await getTicket(models, customerUser, { ticket })];
    expect(JSON.stringify(answers)).toContain('first speaks');
    expect(JSON.stringify(answers)).not.toMatch(/SECRET|"staff"|example\.org/);
    expect(JSON.stringify(await lines(ticket))).toContain('SECRET note');
  });

  it('S3.16: hides lines, files and number of a duplicate that the reader may not see', async () => {
    const log = history().ticket(hidden, opened({ number: 'PT-000009', owner: strange, creator: strange, handler: stranger }));
    log
      .ticket(hidden, reply(310, 'hidden speaks'))
      .ticket(hidden, attached(id(403), 'hidden.png'))
      .ticket(hidden, say.everyone('TicketMerged', { primary: ticket }))
      .ticket(ticket, say.everyone('DuplicateLinked', { duplicate: hidden }));
    const some = await readModelsOf(log.facts);
    expect(texts(await lines(ticket, technician, some))).toEqual(spoken);
    const page = await getTicket(some, technician, { ticket });
    expect(page?.ticket.duplicates).toEqual([
      { id: first, number: 'CT-000002' },
      { id: hidden, number: null },
    ]);
    expect(page?.ticket.files.map(({ name }) => name)).not.toContain('hidden.png');
    expect(await getFile(some, technician, { ticket, file: id(403) })).toBeNull();
  });

  it('shows only the primary to a user who takes part only in it', async () => {
    const mine = { user: anna, organisation: customer };
    const theirs = { user: id(15), organisation: customer };
    const log = new Chronicle()
      .ticket(ticket, opened({ creator: mine, owner: mine }))
      .ticket(first, opened({ number: 'CT-000002', creator: theirs, owner: theirs }))
      .ticket(first, reply(301, 'colleague speaks'));
    const some = await readModelsOf(linked(log, ticket, first).facts);
    const own = without(customerUser, 'ticket.read-organisation', 'ticket.read-everything');
    expect(texts(await lines(ticket, own, some))).toEqual([]);
    expect(texts(await lines(ticket, customerUser, some))).toEqual(['colleague speaks']);
  });
});

describe('a ticket with duplicates', () => {
  it('names its duplicates and its primary with their numbers', async () => {
    expect((await getTicket(models, technician, { ticket }))?.ticket).toMatchObject({
      ...{ primary: null, duplicates: [{ id: first, number: 'CT-000002' }] },
    });
    expect((await getTicket(models, technician, { ticket: first }))?.ticket).toMatchObject({
      ...{ primary: { id: ticket, number: 'CT-000001' }, duplicates: [{ id: second, number: 'CT-000003' }] },
    });
  });

  it('shows and finds the files of its duplicates, labelled with their tickets', async () => {
    const page = await getTicket(models, technician, { ticket });
    expect(page?.ticket.files.map((one) => [one.id, one.name, one.ticket, one.number, one.fromDuplicate])).toEqual([
      [id(401), 'first.png', first, 'CT-000002', true],
      [id(402), 'SECRET.png', first, 'CT-000002', true],
    ]);
    expect(await getFile(models, technician, { ticket, file: id(401) })).toMatchObject({ name: 'first.png' });
    expect(await getFile(models, customerUser, { ticket, file: id(402) })).toBeNull();
  });

  it('C13: lists the watchers of its primaries, too', async () => {
    const watchers = async (of: string) =>
      (await getTicket(models, technician, { ticket: of }))?.ticket.watchers.map(({ email, number }) => [email, number]);
    expect(await watchers(second)).toEqual([
      ['first@example.org', 'CT-000002'],
      ['top@example.org', 'CT-000001'],
    ]);
    expect(await watchers(ticket)).toEqual([['top@example.org', 'CT-000001']]);
  });
});

describe('hundreds of duplicates', () => {
  const many = Array.from({ length: 200 }, (_, number) => id(10_000 + number));
  let all: ReadModels;
  beforeAll(async () => {
    const log = new Chronicle().ticket(ticket, opened());
    for (const [number, each] of many.entries()) {
      log.ticket(each, opened({ number: `CT-${String(number + 2).padStart(6, '0')}` }));
      log.ticket(each, reply(20_000 + number, `${number} speaks`), { by: { user: paul, organisation: partner } });
      linked(log, ticket, each);
    }
    all = await readModelsOf(log.facts);
  });

  it('are all shown, in order', async () => {
    const found = texts(await lines(ticket, technician, all));
    expect(found).toEqual(many.map((_, number) => `${number} speaks`));
  });

  it('cost no queries for tickets without lines on the page', async () => {
    let asked = 0;
    const counting: ReadModels = {
      ...all,
      find: (name, query) => {
        asked += 1;
        return all.find(name, query);
      },
    };
    const page = await getActivity(counting, technician, { ticket, limit: 50 });
    expect(page?.items).toHaveLength(50);
    expect(asked).toBeLessThanOrEqual(4);
    asked = 0;
    await getActivity(counting, technician, { ticket, limit: 50, after: page?.next ?? '' });
    expect(asked).toBeLessThanOrEqual(4);
  });

  it('are followed to the end of a chain, and a cycle ends the search', async () => {
    const chain = new Chronicle();
    const few = many.slice(0, 50);
    for (const each of few) chain.ticket(each, opened());
    for (const [number, each] of few.slice(1).entries()) linked(chain, few[number] ?? '', each);
    const [top = '', bottom = ''] = [few[0], few.at(-1)];
    chain.ticket(bottom, say.everyone('DuplicateLinked', { duplicate: top })).ticket(bottom, reply(301, 'bottom speaks'));
    const some = await readModelsOf(chain.facts);
    expect(texts(await lines(top, technician, some))).toEqual(['bottom speaks']);
    expect((await getTicket(some, technician, { ticket: bottom }))?.ticket.primary?.id).toBe(few.at(-2));
  });
});
