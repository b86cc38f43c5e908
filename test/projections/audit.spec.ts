import { projections } from '../../src/projections';
import { logEveryone, logStaffOnly } from '../../src/projections/audit/log';
import { givenBefore, givenSince, subjectKeys } from '../../src/projections/audit/subject-keys';
import type { Condition } from '../../src/projections/kernel/documents.port';
import { matches } from '../../src/projections/kernel/scalars';
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
  it('rule 4: holds every fact once, those for staff in a separate model, and no sealed values', () => {
    const { facts } = history();
    const [everyone, staff] = [logEveryone, logStaffOnly].map((one) => [...projected(one, facts).values()]);
    const lines = [...(everyone ?? []), ...(staff ?? [])].sort((a, b) => a.logIndex - b.logIndex);
    expect(new Set(everyone?.map(({ audience }) => audience))).toEqual(new Set(['everyone']));
    expect(staff?.map(({ type }) => type)).toEqual(['FilesAttached']);
    expect(lines.map(({ stream, revision, type }) => [stream, revision, type])).toEqual(
      facts.map(({ stream, revision, type }) => [stream, revision, type]),
    );
    expect(JSON.stringify(lines)).not.toMatch(/Printer|Carl|a\.png/);
  });

  it('shows who, when, from which source, and the hashes', () => {
    const line = [...projected(logEveryone, history().facts).values()].find(({ type }) => type === 'TicketOpened');
    expect(line).toMatchObject({
      ...{ actor: { user: anna, organisation: customer }, onBehalfOf: null, audience: 'everyone', revision: 0, logIndex: 12 },
      origin: { kind: 'imported', source: { name: 's', fileHash: 'f', row: 3 } },
      ...{ hash: 'h12', contentHash: 'c12', command: id(12), data: { number: 'CT-000001' } },
    });
  });
});

describe('the keys of a subject', () => {
  const kept = [...projected(subjectKeys, history().facts).values()];
  const asked = (where: readonly Condition[]) => kept.filter((one) => where.every((condition) => matches(one, condition)));
  const keysIn = (where: readonly Condition[]) =>
    asked(where)
      .map(({ keyId }) => keyId)
      .sort();

  it('rule 7: lists every box and file of the subject, and none of others', () => {
    const ofCarl = asked(givenSince(`contact-${carl}`, 0)).map(({ keyId, stream }) => [keyId, stream]);
    expect(ofCarl).toEqual([
      ['key-11-0', `contact-${carl}`],
      ['key-12-0', `ticket-${ticket}`],
      ['key-13-0', `ticket-${ticket}`],
      ['file-key', `ticket-${ticket}`],
    ]);
    expect(asked(givenSince(`user-${anna}`, 0)).map(({ keyId }) => keyId)).toEqual(['key-7-0']);
  });

  it('rule 7: separates keys before a fact from those since, by log index', () => {
    const before = (logIndex: number) => keysIn(givenBefore(`contact-${carl}`, logIndex));
    const since = (logIndex: number) => keysIn(givenSince(`contact-${carl}`, logIndex));
    expect([before(11), before(12), before(13)]).toEqual([[], ['key-11-0'], ['key-11-0', 'key-12-0']]);
    expect([since(12), since(13), since(100)]).toEqual([['key-13-0', 'file-key'].sort(), [], []]);
    expect(since(2)).toHaveLength(4);
  });
});

describe('the list of projections', () => {
  it('has unique names, and marks those that staff facts go into', () => {
    const names = projections.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const forStaff = projections.filter(({ audience }) => audience === 'staff').map(({ name }) => name);
    expect(forStaff).toEqual([
      'ticket-detail-staff',
      'activity-staff-only',
      'ticket-measures-staff',
      'log-staff-only',
      'keys-by-subject',
    ]);
  });
});
