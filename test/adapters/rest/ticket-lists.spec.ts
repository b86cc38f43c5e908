import { id } from '../../dsl/world';
import { agent, as, startStage, type Stage } from './stage';

let stage: Stage;
const [open, closed, unassigned] = [id(201), id(202), id(203)];
const assignee = id(31);

beforeAll(async () => {
  stage = await startStage();
  const line = (ticket: string, values: object) => ({
    ...{ collection: 'ticket-list', id: ticket },
    document: {
      ...{
        _id: ticket,
        number: `AT-${ticket.slice(-6)}`,
        title: 'Iğdır deposu',
        scopes: ['*', `organisation:${agent.organisation}`],
      },
      ...{ status: 'open', kind: 'issue', engagement: 'own', phase: 5, subStatus: 'in-progress', priority: 'high', team: null },
      ...{
        assignee,
        ownerOrganisation: id(5),
        handler: agent.organisation,
        category: 'Doors',
        channel: null,
        requesterId: id(6),
      },
      ...{
        requester: { user: id(6) },
        openedAt: '2016-03-01T08:00:00.000Z',
        updatedAt: '2016-03-02T08:00:00.000Z',
        closedAt: null,
      },
      ...{ numberSort: ticket, prioritySort: '2', titleSort: 'igdir', shortNumber: [], serialNumber: null, colour: 'green' },
      ...values,
    },
  });
  await stage.documents.write([
    line(open, {}),
    line(closed, { status: 'closed', phase: 7, priority: 'low', closedAt: '2016-04-01T00:00:00.000Z' }),
    line(unassigned, { assignee: null, channel: 'phone', openedAt: '2016-03-05T23:30:00.000Z' }),
  ]);
});
beforeEach(() => {
  stage.waiting = () => Promise.resolve(true);
});
afterAll(() => stage.app.close());

const ask = (query: string) => stage.app.inject({ method: 'GET', url: `/v1/tickets?scope=all&${query}`, headers: as('agent') });
const found = async (query: string) => {
  const answer = await ask(query);
  return answer.statusCode === 200
    ? answer.json<{ items: { id: string }[] }>().items.map((item) => item.id)
    : answer.json<object>();
};

describe('the ticket list over HTTP', () => {
  test.each([
    ['assignee=none', [unassigned]],
    ['assignee=', [unassigned]],
    [`assignee=${assignee},none&sort=opened`, [unassigned, open]],
    [`assignee=none&assignee=${assignee}&sort=-opened`, [open, unassigned]],
    ['priority=high&state=open&kind=issue&sort=number', [open, unassigned]],
    ['priority=high,low&state=all&sort=number', [open, closed, unassigned]],
    ['channel=none&state=all&sort=number', [open, closed]],
    [`customer=${id(5)}&phase=7&state=all`, [closed]],
    ['openedFrom=2016-03-01&openedTo=2016-03-05', [open]],
    ['openedFrom=2016-03-06&zone=Europe/Helsinki', [unassigned]],
    ['state=all&closedFrom=2016-04-01&closedTo=2016-04-01T00:00:00.001Z', [closed]],
    ['q=igdir&sort=title&state=closed', [closed]],
    ['category=Doors&team=none&handler=none', null],
    ['assignee=somebody', null],
    ['openedFrom=2016-02-30', null],
    ['zone=Nowhere&openedFrom=2016-02-01', null],
  ])('unassigned-filter.sh: %s', async (query, expected) => {
    const answer = await found(query);
    if (expected === null) expect(answer).toMatchObject({ status: 400, code: 'invalid' });
    else expect(answer).toEqual(expected);
  });

  test('waits until it shows a revision that was just written, or answers 503', async () => {
    let waits = 0;
    stage.tickets.set(open, { revision: 4, position: '9', allowed: [] });
    stage.waiting = () => Promise.resolve((waits += 1) > 0);
    expect(await found(`atLeast=${open}:4&sort=number`)).toEqual([open, unassigned]);
    expect(waits).toBe(1);
    stage.waiting = () => Promise.resolve(false);
    expect(await found(`atLeast=${open}:3`)).toMatchObject({ status: 503, code: 'not-shown-yet' });
  });

  test.each([
    [`atLeast=${open}`, 400],
    [`atLeast=${open}:5`, 400],
    [`atLeast=${id(999)}:0`, 404],
  ])('refuses %s with %i', async (query, status) => {
    stage.tickets.set(open, { revision: 4, position: '9', allowed: [] });
    expect((await ask(query)).statusCode).toBe(status);
  });
});
