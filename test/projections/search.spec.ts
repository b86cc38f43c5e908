import { ERASED } from '../../src/domain/kernel/event';
import type { ReadModels } from '../../src/projections/kernel/read-models';
import { listTickets, type TicketListParams } from '../../src/projections/tickets/list-tickets';
import type { Chronicle } from '../dsl/projecting';
import { readModelsOf } from '../dsl/projecting';
import { id } from '../dsl/world';
import * as desk from './desk';

const { admin, customerUser, technician, say, ticket, other } = desk;
const third = id(102);
const everyone = { audience: 'everyone' } as const;

/** A ticket with replies, one with a Turkish title and one with a Japanese title. */
const history = (): Chronicle =>
  desk
    .chronicle()
    .ticket(ticket, desk.opened({ details: { serialNumber: 'SN-77/4711' }, description: 'Oil drips from the gearbox.' }))
    .ticket(ticket, say.everyone('ReplyPosted', { reply: id(201), files: [] }, { body: 'A gasket was ordered.' }))
    .ticket(ticket, say.staff('ReplyPosted', { reply: id(202), files: [] }, { body: 'He never pays: gasket or not.' }))
    .ticket(ticket, say.everyone('TicketAssigned', { technician: desk.paul, team: desk.desk, skippedGates: [] }))
    .ticket(other, desk.opened({ number: 'CT-000012', title: 'Iğdır deposu', priority: 'critical' }))
    .ticket(third, desk.opened({ number: 'PT-000001', title: '日本語のマニュアル', handler: desk.stranger }));

let models: ReadModels;
beforeAll(async () => {
  models = await readModelsOf(history().facts);
});

const all = { tab: 'all', state: 'all' } as const;
const found = async (who: typeof admin, text: string, more: TicketListParams = {}, asked = models) =>
  (await listTickets(asked, who, { ...all, sort: 'opened', reverse: true, text, ...more })).items.map(({ number }) => number);

describe('searching tickets', () => {
  it.each([
    ['printer', ['CT-000001']],
    ['gearb', ['CT-000001']],
    ['gasket', ['CT-000001']],
    ['gasket gearbox printer', ['CT-000001']],
    ['gasket depo', []],
    ['SN-77/4711', ['CT-000001']],
    ['Iğdır', ['CT-000012']],
    ['IĞDIR', ['CT-000012']],
    ['ığdır', ['CT-000012']],
    ['igdir', ['CT-000012']],
    ['日本', ['PT-000001']],
    ['マニュアル', ['PT-000001']],
    ['?!', []],
  ])('S4.44 finds %s in title, description, replies and serial number', async (text, expected) => {
    expect(await found(admin, text)).toEqual(expected);
  });

  it.each([
    ['CT-1', ['CT-000001']],
    ['ct-000001', ['CT-000001']],
    ['CT1', ['CT-000001', 'CT-000012']],
    ['ＣＴ－１', ['CT-000001']],
    ['CT-12', ['CT-000012']],
    ['CT-2', []],
    ['1', ['CT-000001', 'PT-000001']],
    ['CT-1 printer', ['CT-000001']],
    ['CT-1 depo', []],
  ])('S4.44 finds the number %s as people shorten it', async (text, expected) => {
    expect(await found(admin, text)).toEqual(expected);
  });

  it.each([
    ['SN-99182', ['SN-99182']],
    ['SN-99', ['SN-99182']],
    ['sn99182', ['SN-99182']],
    ['sn991', ['SN-99182']],
    ['99182', ['SN-99182']],
    ['SN 99182', ['SN-99182']],
    ['SN-99183', []],
    ['CT-4711', ['CT-4711']],
    ['ct4711', ['CT-4711']],
    ['CT-47', []],
  ])('S4.44 finds a serial number that looks like the number of a ticket by %s', async (text, expected) => {
    const log = ['SN-99182', 'CT-4711'].reduce(
      (before, serialNumber, i) => before.ticket(id(301 + i), desk.opened({ number: `CT-00050${i}`, details: { serialNumber } })),
      desk.chronicle(),
    );
    const asked = await readModelsOf(log.facts);
    const { items } = await listTickets(asked, admin, { ...all, text });
    expect(items.map(({ serialNumber }) => serialNumber)).toEqual(expected);
  });

  it('S4.36 rule 4: does not find tickets for a customer by texts for staff', async () => {
    expect(await found(technician, 'pays')).toEqual(['CT-000001']);
    expect(await found(customerUser, 'pays')).toEqual([]);
    expect(await found(customerUser, 'gasket')).toEqual(['CT-000001']);
  });

  it('finds by the names of requester, assignee and organisations, within the scope', async () => {
    expect(await found(admin, 'carl')).toEqual(['CT-000001', 'CT-000012', 'PT-000001']);
    expect(await found(admin, 'paul')).toEqual(['CT-000001']);
    expect(await found(admin, 'strang')).toEqual(['PT-000001']);
    expect(await found(technician, 'carl')).toEqual(['CT-000001', 'CT-000012']);
    expect(await found(admin, 'paul gasket')).toEqual(['CT-000001']);
  });

  it('combines with filters, any sort and paging', async () => {
    expect(await found(admin, 'carl', { filters: { priority: ['critical'] } })).toEqual(['CT-000012']);
    expect(await found(admin, 'carl', { sort: 'priority', reverse: false })).toEqual(['CT-000012', 'CT-000001', 'PT-000001']);
    expect(await found(admin, 'carl', { limit: 2 })).toEqual(['CT-000001', 'CT-000012']);
    expect(await found(admin, 'carl', { filters: { assignee: [null], handler: [desk.partner] } })).toEqual(['CT-000012']);
  });

  it('rule 7: finds a new name at once, and neither the old one nor an erased one', async () => {
    const log = history()
      .people('organisation', desk.customer, { ...everyone, type: 'OrganisationRenamed', data: { name: 'Zirbelkiefer' } })
      .people('contact', desk.carl, { ...everyone, type: 'SubjectErased', data: {} });
    const renamed = await readModelsOf(log.facts);
    expect(await found(admin, 'zirbel', {}, renamed)).toEqual(['CT-000001', 'CT-000012', 'PT-000001']);
    expect(await found(admin, 'customer', {}, renamed)).toEqual([]);
    expect(await found(admin, 'carl', {}, renamed)).toEqual([]);
    const forgotten = await readModelsOf(log.destroyKeysOf(`contact-${desk.carl}`).facts);
    for (const text of ['carl', 'printer', 'gearbox', ERASED]) expect(await found(admin, text, {}, forgotten)).toEqual([]);
  });

  it('rule 7: does not find a ticket by a redacted reply, unless another text has the word', async () => {
    const log = history().ticket(ticket, say.everyone('ReplyRedacted', { reply: id(201) }));
    const redacted = await readModelsOf(log.facts);
    expect(await found(customerUser, 'gasket', {}, redacted)).toEqual([]);
    expect(await found(technician, 'gasket', {}, redacted)).toEqual(['CT-000001']);
    expect(await found(technician, 'ordered', {}, redacted)).toEqual([]);
  });
});
