import type { ReadModels } from '../../src/projections/kernel/read-models';
import { groupedVolume, volumeReport } from '../../src/projections/reports/ask-reports';
import { bucketing, bucketsBetween, firstDayOf } from '../../src/projections/reports/calendar';
import { keyOf, countedTicket, ticketFigureNames, withoutKey } from '../../src/projections/reports/ticket-figures';
import { everyTicketBehind, ticketsBehind } from '../../src/projections/reports/tickets-behind';
import { bucketFigures, Volume } from '../../src/projections/reports/volume';
import type { TicketMeasures } from '../../src/projections/tickets/ticket-measures';
import { readModelsOf, type Chronicle } from '../dsl/projecting';
import { id } from '../dsl/world';
import * as desk from './desk';
import { measuresOfRealHistory } from './real-history';

const { admin, customerUser, outsider, paul, say, technician, without } = desk;
const zone = 'Europe/Helsinki';
const period = { from: '2026-10-01', to: '2026-12-01', zone };

/** Twelve tickets over two months, some closed, some opened again; one of a stranger. `without` leaves one of the twelve out. */
function history(without: number | null = null): Chronicle {
  const log = desk.chronicle();
  for (let n = 0; n < 12; n += 1) {
    if (n === without) continue;
    const ticket = id(400 + n);
    const number = `CT-00010${n}`;
    const at = new Date(Date.UTC(2026, 9, 3 + n * 5, 21, 30 + n)).toISOString();
    const priority = n % 3 === 0 ? 'high' : 'low';
    log.ticket(ticket, desk.opened({ number, kind: 'issue', phase: 3, priority }), { at });
    if (n % 2 === 0) continue;
    log
      .ticket(ticket, say.everyone('TicketAssigned', { technician: paul, team: desk.desk, skippedGates: [] }))
      .ticket(ticket, say.everyone('WorkStarted', { technician: paul, countsAsAcceptance: true }))
      .ticket(ticket, say.everyone('TicketSolved', { by: paul, percent: 100 }))
      .ticket(ticket, say.everyone('TicketClosed', { resolution: 'resolved', primary: null }));
    if (n % 3 === 0) log.ticket(ticket, say.everyone('TicketReopened', { from: 7, phase: 3 }));
  }
  const strange = { user: desk.otto, organisation: desk.stranger };
  const theirs = { number: 'PT-000900', handler: desk.stranger, creator: strange, owner: strange };
  return log.ticket(id(450), desk.opened(theirs), { at: '2026-11-29T10:00:00.000Z' });
}

let models: ReadModels;
beforeAll(async () => {
  models = await readModelsOf(history().facts);
});

describe('the tickets behind a figure of the report', () => {
  it.each(ticketFigureNames)('are as many as it counts, each of them once: %s', async (figure) => {
    const volume = new Volume(bucketing(zone));
    const measures = await models.find<TicketMeasures>('ticket-measures-staff', {
      where: [{ field: 'scopes', has: `organisation:${desk.partner}` }],
      sort: [{ field: 'openedAt' }],
      limit: 100,
    });
    for (const one of measures.items) volume.add(one);
    const counts = Object.entries(volume.counts(figure));
    for (const [key, count] of counts) {
      const { total, items } = await ticketsBehind(models, technician, { ...period, figure, key });
      expect([figure, key, total, new Set(items.map(({ id: one }) => one)).size]).toEqual([figure, key, count, count]);
    }
    const { total: left } = await ticketsBehind(models, technician, { ...period, figure, key: withoutKey });
    expect([figure, left]).toEqual([figure, volume.without(figure)]);
    const { total } = await ticketsBehind(models, technician, { ...period, figure, key: 'no such key' });
    expect(total).toBe(0);
  });

  it('come in pages, the one opened last first, and none is left out', async () => {
    const asked = { ...period, figure: 'all', key: 'all', limit: 5 } as const;
    const numbers: string[] = [];
    let after: string | undefined;
    do {
      const page = await ticketsBehind(models, technician, { ...asked, ...(after !== undefined && { after }) });
      expect(page.total).toBe(12);
      numbers.push(...page.items.map(({ number }) => number));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(numbers).toEqual([...Array.from({ length: 12 }, (_, n) => `CT-00010${11 - n}`)]);
  });

  it('go on where a page ended, when its last ticket no longer counts', async () => {
    const asked = { ...period, figure: 'all', key: 'all', limit: 5 } as const;
    const { next, items } = await ticketsBehind(models, technician, asked);
    expect(items.at(-1)?.number).toBe('CT-000107');
    const later = await readModelsOf(history(7).facts);
    const page = await ticketsBehind(later, technician, { ...asked, ...(next !== null && { after: next }) });
    expect(page.items.map(({ number }) => number)).toEqual([6, 5, 4, 3, 2].map((n) => `CT-00010${n}`));
  });

  it('are read for a file with one walk over the measures, however many they are', async () => {
    const many = desk.chronicle();
    for (let n = 0; n < 450; n += 1) {
      const at = new Date(Date.UTC(2026, 9, 3, 0, n)).toISOString();
      many.ticket(id(1000 + n), desk.opened({ number: `CT-${200_000 + n}` }), { at });
    }
    const all = await readModelsOf(many.facts);
    let walks = 0;
    const watched: ReadModels = {
      ...all,
      find: (name, query) => {
        if (name.startsWith('ticket-measures')) walks += 1;
        return all.find(name, query);
      },
    };
    const numbers: string[] = [];
    for await (const { items } of await everyTicketBehind(watched, technician, { ...period, figure: 'all', key: 'all' }))
      numbers.push(...items.map(({ number }) => number));
    expect(numbers).toEqual(Array.from({ length: 450 }, (_, n) => `CT-${200_449 - n}`));
    expect(walks).toBe(1);
  });

  it('are refused for a file before it begins, without the permission', async () => {
    const asked = { ...period, figure: 'all', key: 'all' } as const;
    await expect(everyTicketBehind(models, without(technician, 'report.read'), asked)).rejects.toMatchObject({
      code: 'not-permitted',
    });
  });

  it('are named where the figure is about a person or a team', async () => {
    const name = async (figure: 'team' | 'solver' | 'category', key: string) =>
      (await ticketsBehind(models, technician, { ...period, figure, key })).name;
    expect([await name('team', desk.desk), await name('solver', `user-${paul}`), await name('category', 'printers')]).toEqual([
      'Desk',
      'Paul',
      null,
    ]);
  });

  it('are only those that the reader may see', async () => {
    const all = async (who: Parameters<typeof ticketsBehind>[1]) =>
      (await ticketsBehind(models, who, { ...period, figure: 'all', key: 'all' })).total;
    expect([await all(admin), await all(technician), await all(outsider), await all(customerUser)]).toEqual([13, 12, 1, 12]);
    await expect(all(without(technician, 'report.read'))).rejects.toMatchObject({ code: 'not-permitted' });
  });
});

describe('the report by day, week and month', () => {
  it.each(['day', 'week', 'month'] as const)(
    'holds every %s of the span, and together all tickets of the report',
    async (grouping) => {
      const bucket = (date: string): string => bucketing()(`${date}T00:00:00.000Z`)[grouping];
      const span = { first: bucket(period.from), last: bucket('2026-11-30') };
      const { buckets, report, isComplete } = await groupedVolume(models, technician, { ...period, grouping, span });
      expect(buckets.map((one) => one.bucket)).toEqual(bucketsBetween(grouping, span.first, span.last));
      expect(buckets.reduce((sum, { opened }) => sum + opened, 0)).toBe(12);
      expect([report.tickets, buckets.at(-1)?.openAtEnd, isComplete]).toEqual([12, report.status.open, true]);
      for (const { bucket: key, opened } of buckets) {
        const { total } = await ticketsBehind(models, technician, { ...period, figure: bucketFigures(grouping).opened, key });
        expect([key, total]).toEqual([key, opened]);
      }
    },
  );

  it('says that it is not complete while its read model catches up', async () => {
    const behind: ReadModels = {
      ...models,
      status: () =>
        Promise.resolve([
          {
            ...{ name: 'ticket-measures-staff', version: 2, position: null },
            state: 'catching-up',
            failure: null,
            rebuildPercent: null,
          },
        ]),
    };
    const span = { first: '2026-10', last: '2026-11' };
    const asked = { ...period, grouping: 'month', span } as const;
    expect((await groupedVolume(behind, technician, asked)).isComplete).toBe(false);
    expect((await groupedVolume(behind, customerUser, asked)).isComplete).toBe(true);
  });

  it('is the same report as without a grouping', async () => {
    const span = { first: '2026-10', last: '2026-11' };
    const { report } = await groupedVolume(models, technician, { ...period, grouping: 'month', span });
    expect(report).toEqual(await volumeReport(models, technician, period));
  });
});

describe('days, weeks and months', () => {
  it('leave none out between the first and the last', () => {
    expect(bucketsBetween('day', '2026-02-27', '2026-03-02')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
    expect(bucketsBetween('month', '2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(bucketsBetween('week', '2026-W53', '2026-W53')).toEqual(['2026-W53']);
  });

  it('begin on a day, which lies in them', () => {
    expect([firstDayOf('day', '2026-02-27'), firstDayOf('week', '2026-W01'), firstDayOf('month', '2026-02')]).toEqual([
      '2026-02-27',
      '2025-12-29',
      '2026-02-01',
    ]);
  });
});

it('a real history counts under every key as the report says', () => {
  const volume = new Volume(bucketing());
  const bucket = bucketing();
  const found = new Map<string, number>();
  for (const ticket of measuresOfRealHistory()) {
    volume.add(ticket);
    const key = keyOf('category', countedTicket(ticket, bucket));
    if (key !== null) found.set(key, (found.get(key) ?? 0) + 1);
  }
  expect(Object.fromEntries(found)).toEqual(volume.counts('category'));
});
