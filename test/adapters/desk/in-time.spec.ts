import { StoreUnavailable } from '../../../src/adapters/eventstore/errors';
import { id } from '../../dsl/world';
import { agent, as, startStage, type Stage } from '../rest/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
  stage.waiting = () => Promise.resolve(false);
});
afterEach(() => stage.app.close());

const ticket = id(1);
const file = id(70);
const get = (url: string, who: Parameters<typeof as>[0] = 'agent') => stage.app.inject({ method: 'GET', url, headers: as(who) });

/** The log has it, up to revision 3. */
const record = () => stage.tickets.set(ticket, { revision: 3, position: '4', allowed: [] });

/** The read model shows it. */
const show = (values: object = {}) =>
  stage.documents.write([{ collection: 'ticket-detail-staff', id: ticket, document: { ...shown, ...values } }]);
const shown = {
  ...{
    _id: ticket,
    scopes: ['*'],
    revision: 3,
    files: [],
    watchers: [],
    primary: null,
    duplicates: [],
    work: [],
    faults: [],
    solution: null,
    assignee: null,
    team: null,
  },
  ...{ requester: { user: id(5) }, creator: { user: id(5), organisation: id(1) }, owner: { user: id(5), organisation: id(1) } },
  ...{ handler: agent.organisation, ownerOrganisation: id(1), earlierHandlers: [] },
};

const ofTickets = ['', '/activity', '/log', `/files/${file}`].map((part) => `/v1/tickets/${ticket}${part}`);
const ofPeople = [
  ['organisation', `/v1/organisations/${id(30)}`],
  ['user', `/v1/users/${id(30)}`],
  ['user', `/v1/users/${id(30)}/rights`],
  ['contact', `/v1/contacts/${id(30)}`],
  ['role', `/v1/roles/${id(30)}`],
] as const;

describe('an acknowledged fact is never reported as missing', () => {
  test.each(ofTickets)('a ticket that no read model shows yet gives 503, not 404: %s', async (url) => {
    record();
    const answer = await get(url);
    expect(answer.json()).toMatchObject({ status: 503, code: 'not-shown-yet', title: 'Recorded, but not shown yet' });
    expect(answer.headers['retry-after']).toBe('5');
  });

  test.each(ofTickets.slice(0, 3))('is waited for, and shown when it comes: %s', async (url) => {
    record();
    stage.waiting = () => show().then(() => true);
    expect((await get(url)).statusCode).toBe(200);
  });

  test.each(ofTickets)('a ticket missing in the log, or hidden from the reader, is unknown without a wait: %s', async (url) => {
    stage.waiting = () => Promise.reject(new Error('nobody waits for what is not there'));
    expect((await get(url)).json()).toMatchObject({ status: 404, code: 'unknown' });
  });

  test('a ticket that was handed to others during the wait is unknown', async () => {
    record();
    stage.waiting = () => Promise.resolve(true);
    for (const url of ofTickets.slice(0, 3)) expect((await get(url)).json()).toMatchObject({ status: 404, code: 'unknown' });
  });

  test('a file attached just now gives 503; one that was never attached is unknown', async () => {
    record();
    await show();
    expect((await get(`/v1/tickets/${ticket}/files/${file}`)).json()).toMatchObject({ status: 503, code: 'not-shown-yet' });
    stage.waiting = () => Promise.resolve(true);
    expect((await get(`/v1/tickets/${ticket}/files/${file}`)).json()).toMatchObject({
      ...{ status: 404, detail: 'This ticket has no such file, or you have no access to it.' },
    });
  });

  test.each(ofPeople)('a new %s that no read model shows yet gives 503, not 404: %s', async (category, url) => {
    expect((await get(url)).json()).toMatchObject({ status: 404, code: 'unknown' });
    stage.registered.add(`${category}-${id(30)}`);
    const answer = await get(url);
    expect(answer.json()).toMatchObject({ status: 503, code: 'not-shown-yet' });
    expect(answer.headers['retry-after']).toBe('5');
    expect((await get(url, 'onlooker')).json()).toMatchObject({ status: 403 });
  });

  test.each(['organisations', 'users', 'contacts', 'roles'])(
    'the %s of an organisation founded just now give 503; of one out of reach they are refused without a wait',
    async (list) => {
      const url = `/v1/${list}?organisation=${id(30)}`;
      expect((await get(url, 'customer')).json()).toMatchObject({ status: 403, code: 'not-permitted', organisation: id(30) });
      stage.registered.add(`organisation-${id(30)}`);
      expect((await get(url, 'customer')).json()).toMatchObject({ status: 503, code: 'not-shown-yet' });
      expect((await get(url, 'onlooker')).json()).toMatchObject({
        status: 403,
        permission: expect.stringMatching(/read$/) as string,
      });
    },
  );

  test('and is shown once the read model has it', async () => {
    const document = { _id: id(30), organisation: null, name: 'Night shift', permissions: [], revision: 0 };
    stage.registered.add(`role-${id(30)}`);
    stage.waiting = () => stage.documents.write([{ collection: 'roles', id: id(30), document }]).then(() => true);
    expect((await get(`/v1/roles/${id(30)}`)).json()).toMatchObject({ name: 'Night shift' });
  });
});

describe('a command with Prefer: return=representation', () => {
  const accept = () =>
    stage.app.inject({
      method: 'POST',
      url: `/v1/tickets/${ticket}/accept`,
      headers: { ...as('agent'), prefer: 'return=representation' },
    });

  const expectOutcome = (answer: Awaited<ReturnType<typeof accept>>): void => {
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ id: ticket, revision: 3, recorded: ['Something'] });
    expect(answer.headers['preference-applied']).toBeUndefined();
    expect(answer.headers.etag).toBe('"3"');
  };

  test('returns the ticket', async () => {
    record();
    stage.waiting = () => show().then(() => true);
    expect((await accept()).headers['preference-applied']).toBe('return=representation');
  });

  test.each<[string, () => Promise<unknown>]>([
    ['is not shown yet', () => Promise.resolve()],
    ['is shown as it was before', () => show({ revision: 2 })],
  ])('is told what was recorded where it %s', async (_, before) => {
    record();
    await before();
    expectOutcome(await accept());
  });

  test('returns its outcome when a store has failed meanwhile', async () => {
    record();
    stage.waiting = () => Promise.reject(new StoreUnavailable('gone'));
    expectOutcome(await accept());
  });
});
