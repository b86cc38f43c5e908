import { allPages, boardAddress, boardQuestionIn } from '../../../src/adapters/pages/dispatch/board-question';
import { peopleView } from '../../../src/adapters/pages/dispatch/people-view';
import type { Technician } from '../../../src/projections/tickets/dispatch';
import { id } from '../../dsl/world';

const [north, south] = [id(31), id(32)];
const teams = [
  { id: north, name: 'North', members: [] },
  { id: south, name: 'South', members: [] },
];
const technician = (name: string, values: Partial<Technician> = {}): Technician => ({
  ...{ id: name, name, teams: [], open: 0, waiting: 0, atWork: 0, working: [], areas: [] },
  ...values,
});
const nothingWanted = { team: null, area: null };

describe('the people of the dispatch board (S1.15)', () => {
  const names = (items: readonly Technician[], wanted: Parameters<typeof peopleView>[1]) =>
    peopleView({ items }, wanted, teams).map(({ name }) => name);

  it('are sorted by workload by default', () => {
    expect(names([technician('Ada', { open: 3 }), technician('Ben', { open: 1 }), technician('Cem')], nothingWanted)).toEqual([
      ...['Cem', 'Ben', 'Ada'],
    ]);
  });

  it("are sorted by the ticket's team, then by nearness, and each mismatch is named", () => {
    const items = [
      technician('elsewhere in the team', { teams: [north], areas: ['00100 Helsinki'] }),
      technician('busy in the team', { teams: [north], open: 9, areas: ['13100 Hämeenlinna'] }),
      technician('free in the team', { teams: [north, south] }),
      technician('of another team', { teams: [south], areas: ['13300 Hämeenlinna'] }),
      technician('of no team and elsewhere', { areas: ['90100 Oulu'] }),
    ];
    const view = peopleView({ items }, { team: north, area: '13300 Hämeenlinna' }, teams);
    expect(view.map(({ name, isOtherTeam, isElsewhere }) => [name, isOtherTeam, isElsewhere])).toEqual([
      ['free in the team', false, false],
      ['busy in the team', false, false],
      ['elsewhere in the team', false, true],
      ['of another team', true, false],
      ['of no team and elsewhere', true, true],
    ]);
    expect(view[0]?.teams).toBe('North, South');
  });

  it('without a team come last', () => {
    expect(names([technician('Manager'), technician('Ada', { teams: [south], open: 5 })], nothingWanted)).toEqual([
      'Ada',
      'Manager',
    ]);
  });

  it('have bars on one scale, up to the highest workload', () => {
    const most = (...open: readonly number[]) =>
      peopleView({ items: open.map((count) => technician(String(count), { open: count })) }, nothingWanted, teams).map(
        (one) => one.most,
      );
    expect(most(1, 3)).toEqual([8, 8]);
    expect(most(1, 12)).toEqual([12, 12]);
  });

  it('show no erased name', () => {
    expect(names([technician('x', { name: 'ERASED' }), technician('y', { name: null })], nothingWanted)).toEqual(['–', '–']);
  });
});

describe('the address of the dispatch board', () => {
  it('ignores invalid parameters', () => {
    const asked = { team: 'x', kind: 'machine', priority: ['high'], ticket: 'nonsense', area: '  133 ', after: '', people: 7 };
    expect(boardQuestionIn(asked)).toEqual({
      ...{ team: null, kind: null, priority: null, ticket: null, area: '133', after: null, people: null },
    });
  });

  it('gives the same board with changed parameters', () => {
    const question = boardQuestionIn({
      team: north,
      kind: 'issue',
      priority: 'high',
      area: '133',
      ticket: 'ct-000123',
      after: 'c',
    });
    expect(boardQuestionIn(Object.fromEntries(new URL(`http://x${boardAddress(question)}`).searchParams))).toEqual(question);
    expect(boardAddress(question, allPages)).toBe(`/dispatch?team=${north}&kind=issue&priority=high&area=133`);
    expect(boardAddress(boardQuestionIn({ team: 'none' }))).toBe('/dispatch?team=none');
    expect(boardAddress(boardQuestionIn({}))).toBe('/dispatch');
  });
});
