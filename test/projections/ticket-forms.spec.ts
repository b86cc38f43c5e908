import type { ReadModels } from '../../src/projections/kernel/read-models';
import { custodyChain } from '../../src/projections/people/custody-chain';
import { teamsOf } from '../../src/projections/people/teams-of';
import { nameTickets, numberedTickets } from '../../src/projections/tickets/name-tickets';
import { openTicketsOf } from '../../src/projections/tickets/open-tickets-of';
import { readModelsOf } from '../dsl/projecting';
import { id } from '../dsl/world';
import * as desk from './desk';

const { admin, customerUser, technician, outsider, say, ticket, other, without } = desk;
const strange = { user: desk.otto, organisation: desk.stranger };
const theirs = id(102);

let models: ReadModels;
beforeAll(async () => {
  const log = desk
    .chronicle()
    .ticket(ticket, desk.opened({ kind: 'issue', phase: 3 }))
    .ticket(ticket, say.everyone('TicketAssigned', { technician: desk.paul, team: desk.desk, skippedGates: [] }))
    .ticket(other, desk.opened({ number: 'CT-000002', title: 'Second' }))
    .ticket(other, say.everyone('TicketClosed', { resolution: 'rejected', primary: null }))
    .ticket(
      theirs,
      desk.opened({ number: 'PT-000003', title: 'Hidden', handler: desk.stranger, creator: strange, owner: strange }),
    );
  models = await readModelsOf(log.facts);
});

describe('what forms and texts of a ticket ask for', () => {
  const numbers = ['CT-000001', 'CT-000002', 'PT-000003', 'CT-999999'];
  const named = async (who: typeof admin, asked = numbers) =>
    (await nameTickets(models, who, { numbers: asked })).map(({ number }) => number).sort();

  it('a mention names the tickets that its reader may see, open or closed, and no others', async () => {
    expect(await named(admin)).toEqual(['CT-000001', 'CT-000002', 'PT-000003']);
    expect(await named(customerUser)).toEqual(['CT-000001', 'CT-000002']);
    expect(await named(outsider)).toEqual(['PT-000003']);
    expect(await named(without(technician, 'ticket.read-organisation'))).toEqual(['CT-000001']);
  });

  it('more numbers than one query takes are looked up all the same', async () => {
    const many = Array.from({ length: 35 }, (_, at) => `CT-${500_000 + at}`);
    expect(await named(admin, [...many, ...numbers])).toEqual(['CT-000001', 'CT-000002', 'PT-000003']);
  });

  it('S4.44 tickets that were chosen are lines again by one question, however many they are', async () => {
    let queries = 0;
    const find: ReadModels['find'] = (name, query) => {
      queries += 1;
      return models.find(name, query);
    };
    const many = Array.from({ length: 47 }, (_, at) => `CT-${500_000 + at}`);
    const lines = await numberedTickets({ ...models, find }, admin, { numbers: [...many, ...numbers.slice(0, 3)] });
    expect(lines.map(({ number, status }) => [number, status]).sort()).toEqual([
      ['CT-000001', 'open'],
      ['CT-000002', 'closed'],
      ['PT-000003', 'open'],
    ]);
    expect(queries).toBe(10);
  });

  it('S4.10 the load of a technician counts open tickets that the asker may see', async () => {
    const users = [desk.paul, desk.rita];
    expect(await openTicketsOf(models, technician, { users })).toEqual({ [desk.paul]: 1, [desk.rita]: 0 });
    expect(await openTicketsOf(models, outsider, { users })).toEqual({ [desk.paul]: 0, [desk.rita]: 0 });
  });

  it('teams are told to those who may look into the organisation', async () => {
    expect((await teamsOf(models, technician, { organisation: desk.partner })).map(({ id: team }) => team)).toContain(desk.desk);
    expect(await teamsOf(models, outsider, { organisation: desk.partner })).toEqual([]);
  });

  it('S4.61 the chain above an organisation is told to its own people, nearest first', async () => {
    const asked = { from: desk.partner, others: [desk.customer] };
    expect(await custodyChain(models, technician, asked)).toMatchObject({
      up: [{ id: desk.root }],
      others: [{}, { id: desk.customer }],
    });
    expect((await custodyChain(models, outsider, asked)).up).toEqual([]);
  });
});
