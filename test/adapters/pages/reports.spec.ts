import { changeOf, smallestBase } from '../../../src/adapters/pages/reports/change';
import { columnChart, shareOf } from '../../../src/adapters/pages/reports/chart';
import { labelsFor } from '../../../src/adapters/pages/reports/labels';
import {
  addressParts,
  fixedParts,
  groupingsFor,
  periodBefore,
  reportQuestionIn,
} from '../../../src/adapters/pages/reports/period';
import { site } from '../../../src/adapters/pages/rendering/site';

const here = { today: '2026-11-30', zone: 'Europe/Helsinki' };
const asked = (query: Readonly<Record<string, string>>) => reportQuestionIn(query, here);

describe('the period of a report', () => {
  it.each([
    ['last7', '2026-11-24', '2026-12-01'],
    ['last30', '2026-11-01', '2026-12-01'],
    ['thisMonth', '2026-11-01', '2026-12-01'],
    ['lastMonth', '2026-10-01', '2026-11-01'],
    ['last12', '2025-12-01', '2026-12-01'],
    ['thisYear', '2026-01-01', '2026-12-01'],
  ])('%s is counted from today', (period, from, to) => {
    expect(asked({ period })).toMatchObject({ preset: period, from, to, zone: 'Europe/Helsinki' });
  });

  it('defaults to the last 30 days, also for invalid input', () => {
    for (const query of [{}, { period: 'x' }, { from: 'yesterday', to: '2026-02-30' }, { from: '2026-03-01' }])
      expect(asked(query)).toMatchObject({ preset: 'last30', from: '2026-11-01' });
  });

  it('includes the typed end date', () => {
    expect(asked({ from: '2026-03-01', to: '2026-03-31' })).toMatchObject({ preset: null, from: '2026-03-01', to: '2026-04-01' });
  });

  it('names invalid fields', () => {
    const wrong = (query: Readonly<Record<string, string>>) => [...asked(query).wrong];
    expect(wrong({ from: 'x', to: '2026-03-31' })).toEqual(['from']);
    expect(wrong({ from: '2026-03-02', to: '2026-03-01' })).toEqual(['to']);
    expect(wrong({ from: '2010-01-01', to: '2026-01-01' })).toEqual(['to']);
    expect(wrong({ zone: 'Atlantis/Capital' })).toEqual(['zone']);
  });

  it('is compared with the same number of days before, or of whole months', () => {
    expect(periodBefore({ from: '2026-11-24', to: '2026-12-01' })).toEqual({ from: '2026-11-17', to: '2026-11-24' });
    expect(periodBefore({ from: '2026-03-01', to: '2026-04-01' })).toEqual({ from: '2026-02-01', to: '2026-03-01' });
    expect(periodBefore({ from: '2026-01-01', to: '2026-04-01' })).toEqual({ from: '2025-10-01', to: '2026-01-01' });
  });

  it('offers only groupings with a readable chart', () => {
    const offered = (from: string, to: string) => groupingsFor({ from, to });
    expect(offered('2026-11-01', '2026-12-01')).toEqual(['day', 'week', 'month']);
    expect(offered('2025-12-01', '2026-12-01')).toEqual(['week', 'month']);
    expect(offered('2017-01-01', '2026-12-01')).toEqual(['month']);
    expect(asked({ period: 'last12', by: 'day' }).grouping).toBe('month');
    expect(asked({ period: 'last30', by: 'week' }).grouping).toBe('week');
  });

  it('has a relative URL, and one with fixed dates for its lists', () => {
    const question = asked({ period: 'last7' });
    expect(new URLSearchParams(addressParts(question).map(([a, b]): [string, string] => [a, b])).toString()).toBe(
      'period=last7&by=day&zone=Europe%2FHelsinki',
    );
    const fixed = asked(Object.fromEntries(fixedParts(question)));
    expect(fixed).toMatchObject({ preset: null, from: question.from, to: question.to, grouping: 'day' });
  });
});

describe('a chart', () => {
  const chart = columnChart({
    width: 760,
    labels: ['a', 'b', 'c'],
    series: [
      { key: 'opened', values: [10, 0, 4], hrefs: ['/a', '', '/c'] },
      { key: 'closed', values: [1, 2, 3] },
    ],
    line: { key: 'open', values: [9, 7, 8] },
  });

  it('has a column for every number but zero, with a height proportional to it', () => {
    expect(chart.bars.map(({ key, value }) => `${key} ${value}`)).toEqual([
      ...['opened 10', 'opened 4', 'closed 1', 'closed 2', 'closed 3'],
    ]);
    const [highest, lower] = chart.bars;
    expect((highest?.height ?? 0) / (lower?.height ?? 1)).toBeCloseTo(2.5, 1);
    for (const bar of chart.bars) expect(bar.y + bar.height).toBe(chart.base);
  });

  it('has a scale of round numbers from zero to the highest value', () => {
    expect(chart.ticks.map(({ value }) => value)).toEqual([0, 5, 10]);
    expect(
      columnChart({ width: 760, labels: ['a'], series: [{ key: 'opened', values: [0] }] }).ticks.map(({ value }) => value),
    ).toEqual([0, 1]);
    expect(columnChart({ width: 760, labels: ['a'], series: [{ key: 'opened', values: [1234] }] }).ticks.at(-1)?.value).toBe(
      1500,
    );
  });

  it('labels only as many columns as fit', () => {
    const labels = Array.from({ length: 93 }, (_, n) => String(n));
    const width = 760;
    const { labels: drawn, bars } = columnChart({ width, labels, series: [{ key: 'opened', values: labels.map(() => 1) }] });
    expect(drawn.length).toBeLessThanOrEqual(12);
    expect(bars.every((bar) => bar.x >= 0 && bar.x + bar.width <= width)).toBe(true);
  });

  it('scales bars to the longest', () => {
    expect([shareOf(5, 10), shareOf(0, 0), shareOf(1, 3)]).toEqual([50, 0, 33]);
  });
});

describe('the change since the period before', () => {
  const labels = labelsFor('en', site().words.in('en'));
  const told = (now: number, before: number, smallest = smallestBase) =>
    changeOf({ now, before, smallest }, labels.number, labels);

  it.each([
    [48, 1, { direction: 'up', by: '47' }],
    [2, 9, { direction: 'down', by: '7' }],
    [15, 10, { direction: 'up', by: '50%' }],
    [5, 10, { direction: 'down', by: '50%' }],
    [4_000, 10, { direction: 'up', by: '3,990' }],
    [10_001, 10_000, { direction: 'up', by: '1' }],
    [7, 7, { direction: 'same', by: null }],
    [7, 0, { direction: null, by: null }],
  ] as const)('%d after %d is shown in a meaningful form', (now, before, expected) => {
    expect(told(now, before)).toEqual(expected);
  });

  it('of times is shown as a time if the percentage would be too large', () => {
    expect(changeOf({ now: 30, before: 0.5, smallest: 0 }, labels.duration, labels)).toEqual({ direction: 'up', by: '29.5 hrs' });
    expect(changeOf({ now: 3, before: 2, smallest: 0 }, labels.duration, labels)).toEqual({ direction: 'up', by: '50%' });
  });
});

it("labels of figures are in the reader's language", () => {
  const english = labelsFor('en', site().words.in('en'));
  const german = labelsFor('de', site().words.in('de'));
  expect([english.key('openedOnWeekday', '0'), german.key('openedOnWeekday', '0')]).toEqual(['Mon', 'Mo']);
  expect([english.bucket('week', '2026-W09'), german.bucket('week', '2026-W09')]).toEqual(['W9', 'KW 9']);
  expect([english.key('phase', '3'), german.key('priority', 'high'), english.key('category', 'Pumps')]).toEqual([
    ...['Dispatching', 'Hoch', 'Pumps'],
  ]);
  expect([english.duration(5.25), english.duration(96)]).toEqual(['5.3 hrs', '4 days']);
});
