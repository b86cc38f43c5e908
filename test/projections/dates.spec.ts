import { within } from '../../src/projections/kernel/dates';

const bounds = (from: string, to: string, zone?: string) =>
  within('at', { from, to }, zone).flatMap(({ gte, lt }) => [gte, lt].filter((bound) => bound !== undefined));

it.each([
  ['2016-03-01', '2016-03-02', undefined, ['2016-03-01', '2016-03-02']],
  ['2016-03-01T10:00:00.000Z', '2016-03-02', undefined, ['2016-03-01T10:00:00.000Z', '2016-03-02']],
  ['2016-03-01', '2016-03-02', 'Europe/Helsinki', ['2016-02-29T22:00:00.000Z', '2016-03-01T22:00:00.000Z']],
  ['2016-03-27', '2016-03-28', 'Europe/Berlin', ['2016-03-26T23:00:00.000Z', '2016-03-27T22:00:00.000Z']],
  ['2016-10-30', '2016-10-31', 'Europe/Berlin', ['2016-10-29T22:00:00.000Z', '2016-10-30T23:00:00.000Z']],
  ['2016-03-13', '2016-03-14', 'America/New_York', ['2016-03-13T05:00:00.000Z', '2016-03-14T04:00:00.000Z']],
  ['2016-07-01', '2016-07-02', 'Asia/Kolkata', ['2016-06-30T18:30:00.000Z', '2016-07-01T18:30:00.000Z']],
])('converts the span from %s to %s in %s', (from, to, zone, expected) => {
  expect(bounds(from, to, zone)).toEqual(expected);
});

it('a date sorts before every instant of its day, even as text', () => {
  const instants = ['2016-03-01T00:00:00.000Z', '2016-02-29T23:59:59.999Z'];
  expect([...instants, '2016-03-01'].sort()).toEqual(['2016-02-29T23:59:59.999Z', '2016-03-01', '2016-03-01T00:00:00.000Z']);
});

it.each(['2016-02-30', '2016-3-1', 'yesterday', '2016-03-01T10:00'])('refuses %s', (from) => {
  expect(() => within('at', { from })).toThrow(/a date such as 2016-11-23|a date such as/);
});
