import { projections } from '../../src/projections';
import { log as logProjection } from '../../src/projections/audit/log';
import { subjectKeys } from '../../src/projections/audit/subject-keys';
import { projected } from '../dsl/projecting';
import { id } from '../dsl/world';
import { anna, carl, chronicle, customer, opened, say, ticket } from './desk';

const file = { sha256: 'ab'.repeat(32), bytes: 7, mediaType: 'image/png' };
const history = () =>
  chronicle()
    .ticket(ticket, opened(), {
      by: { user: anna, organisation: customer },
      origin: { kind: 'imported', source: { name: 's', fileHash: 'f', row: 3 } },
    })
    .ticket(
      ticket,
      say.staff('FilesAttached', { files: [{ file: id(201), ...file, keyId: 'file-key' }] }, { [id(201)]: 'a.png' }),
    )
    .ticket(ticket, say.everyone('WatcherAdded', { watcher: id(301), kinds: ['reply'] }));

describe('the log', () => {
  it('holds every fact of every stream, in order, and nothing that was sealed', () => {
    const { facts } = history();
    const lines = [...projected(logProjection, facts).values()].sort((a, b) => a.logIndex - b.logIndex);
    expect(lines.map(({ stream, revision, type }) => [stream, revision, type])).toEqual(
      facts.map(({ stream, revision, type }) => [stream, revision, type]),
    );
    expect(JSON.stringify(lines)).not.toMatch(/Printer|Carl|a\.png/);
  });

  it('says who, when, from where, and what proves it', () => {
    const line = [...projected(logProjection, history().facts).values()].find(({ type }) => type === 'TicketOpened');
    expect(line).toMatchObject({
      ...{ actor: { user: anna, organisation: customer }, onBehalfOf: null, audience: 'everyone', revision: 0, logIndex: 12 },
      origin: { kind: 'imported', source: { name: 's', fileHash: 'f', row: 3 } },
      ...{ hash: 'h12', contentHash: 'c12', command: id(12), data: { number: 'CT-000001' } },
    });
  });
});

describe('the keys of a subject', () => {
  it('rule 7: lists every box and every file, and nobody else`s', () => {
    const kept = [...projected(subjectKeys, history().facts).values()];
    const ofCarl = kept.filter(({ subject }) => subject === `contact-${carl}`).map(({ keyId, stream }) => [keyId, stream]);
    expect(ofCarl).toEqual([
      ['key-11-0', `contact-${carl}`],
      ['key-12-0', `ticket-${ticket}`],
      ['key-13-0', `ticket-${ticket}`],
      ['file-key', `ticket-${ticket}`],
    ]);
    expect(kept.filter(({ subject }) => subject === `user-${anna}`).map(({ keyId }) => keyId)).toEqual(['key-7-0']);
  });
});

describe('the list of projections', () => {
  it('names each once, and shows customers none that staff facts went into', () => {
    const names = projections.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const forStaff = projections.filter(({ audience }) => audience === 'staff').map(({ name }) => name);
    expect(forStaff).toEqual(['ticket-detail-staff', 'activity-staff', 'ticket-measures-staff', 'log', 'subject-keys']);
  });
});
