import { openAccessLog } from '../../../../src/adapters/access-log/documents.access-log';
import type { Access, AccessLog } from '../../../../src/adapters/access-log/access-log.port';
import { AccessReader, mayVerifyAccess, type AccessFilter } from '../../../../src/adapters/desk/access-log/access-reader';
import { memoryDocuments } from '../../../../src/adapters/documents/memory.documents';
import { DomainError } from '../../../../src/domain/kernel/errors';
import type { Actor } from '../../../../src/domain/people/actor';
import type { ReadModels } from '../../../../src/projections/kernel/read-models';
import { access } from '../../../contracts/access-log.contract';
import { countedIds, stoppedClock } from '../../../dsl/command-side';
import { readModelsOf } from '../../../dsl/projecting';
import { id } from '../../../dsl/world';
import * as desk from '../../../projections/desk';

const { admin, customerUser, technician, outsider, ticket, without } = desk;
const theirs = id(102);
const strange = { user: desk.otto, organisation: desk.stranger };

/** The customer's ticket looked at by their own, the partner and the root; the stranger's by the stranger; and a guess. */
const accesses: readonly Access[] = [
  access({ user: desk.anna, organisation: desk.customer, ticket, ticketOwner: desk.customer, device: 'Annas' }),
  access({ user: desk.paul, organisation: desk.partner, ticket, ticketOwner: desk.customer, device: 'Pauls' }),
  access({ user: desk.rita, organisation: desk.root, ticket, ticketOwner: desk.customer, device: 'Ritas' }),
  access({ user: desk.otto, organisation: desk.stranger, ticket: theirs, ticketOwner: desk.stranger, device: 'Ottos' }),
  access({ user: desk.rita, organisation: desk.root, ticket: theirs, ticketOwner: desk.stranger, device: 'Ritas' }),
  access({ kind: 'sign-in-failed', user: null, organisation: null, ticket: null, ticketOwner: null, device: 'Unknown' }),
];

let models: ReadModels;
let log: AccessLog;
let reader: AccessReader;
beforeAll(async () => {
  const history = desk.chronicle().ticket(ticket, desk.opened());
  history.ticket(theirs, desk.opened({ number: 'PT-000003', handler: desk.stranger, creator: strange, owner: strange }));
  models = await readModelsOf(history.facts);
  const parts = {
    documents: memoryDocuments(),
    clock: stoppedClock(),
    ids: countedIds(),
    secret: Buffer.alloc(32),
    exclusive: true,
  };
  log = await openAccessLog(parts);
  await log.append(accesses);
  reader = new AccessReader(log, models);
});

const all: AccessFilter = { person: null, ticket: null, kind: null, from: null, to: null, zone: 'UTC', after: null };
const seenBy = async (actor: Actor, filter: Partial<AccessFilter> = {}) => {
  const { items, names } = await reader.list(actor, { ...all, ...filter });
  return items
    .map(({ user, organisation, ticketNumber, device }) =>
      [user === null ? 'somebody' : names[user], organisation === null ? '' : names[organisation], ticketNumber, device]
        .join(' ')
        .trim(),
    )
    .reverse();
};
const codeOf = async (asked: Promise<unknown>): Promise<unknown> =>
  asked.catch((error: unknown) => (error instanceof DomainError ? error.code : error));

describe('readers of the access log', () => {
  it('in the root organisation see everything', async () => {
    expect(await seenBy(admin)).toEqual([
      'Anna Customer CT-000001 Annas',
      'Paul Partner CT-000001 Pauls',
      'Rita Vendor CT-000001 Ritas',
      'Otto Stranger PT-000003 Ottos',
      'Rita Vendor PT-000003 Ritas',
      'somebody   Unknown',
    ]);
  });

  it('see actions of their own people and access to their own tickets, without names of others', async () => {
    expect(await seenBy(customerUser)).toEqual([
      'Anna Customer CT-000001 Annas',
      'somebody Partner CT-000001',
      'somebody Vendor CT-000001',
    ]);
    expect(await seenBy(outsider)).toEqual(['Otto Stranger PT-000003 Ottos', 'somebody Vendor PT-000003']);
  });

  it('who only handle a ticket do not see access by others', async () => {
    expect(await seenBy(technician)).toEqual(['Paul Partner CT-000001 Pauls']);
  });

  it('see who ended a session only if they reach that person', async () => {
    const ended = (by: string) =>
      access({
        kind: 'signed-out',
        user: desk.anna,
        organisation: desk.customer,
        ticket: null,
        ticketOwner: null,
        detail: `by ${by}`,
      });
    const parts = { documents: memoryDocuments(), clock: stoppedClock(), ids: countedIds(), secret: Buffer.alloc(32) };
    const sessions = await openAccessLog({ ...parts, exclusive: true });
    await sessions.append([ended(desk.rita), ended(desk.anna)]);
    const told = async (actor: Actor) => {
      const { items, names } = await new AccessReader(sessions, models).list(actor, all);
      const texts = JSON.stringify([items, names]);
      return { by: items.map(({ endedBy }) => endedBy).reverse(), namesRita: texts.includes(desk.rita) };
    };
    expect(await told(customerUser)).toEqual({ by: [null, desk.anna], namesRita: false });
    expect(await told(admin)).toEqual({ by: [desk.rita, desk.anna], namesRita: true });
  });

  it('need the permission, and cannot filter by a ticket that they may not see', async () => {
    expect(await codeOf(reader.list(without(admin, 'audit.read-log'), all))).toBe('not-permitted');
    expect(await codeOf(reader.list(outsider, { ...all, ticket }))).toBe('unknown');
  });

  it('can filter by ticket, person and kind', async () => {
    expect(await seenBy(admin, { ticket, person: desk.rita })).toEqual(['Rita Vendor CT-000001 Ritas']);
    expect(await seenBy(admin, { kind: 'sign-in-failed' })).toEqual(['somebody   Unknown']);
  });

  it('verify the whole chain only in the root organisation', async () => {
    expect((await reader.verify(admin)).problems).toEqual([]);
    expect(await codeOf(reader.verify(outsider))).toBe('not-permitted');
    expect([admin, outsider, without(admin, 'audit.verify')].map(mayVerifyAccess)).toEqual([true, false, false]);
  });
});
