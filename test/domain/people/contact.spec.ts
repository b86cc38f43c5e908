import type { DecisionContext } from '../../../src/domain/context';
import { fold } from '../../../src/domain/kernel/decider';
import { contact, contactView, type ContactEvent } from '../../../src/domain/people/contact';
import { examplesOf } from '../../dsl/given';
import { contextOf, id, noon, worldOf } from '../../dsl/world';
import { customer, customerAdmin, imported, organisations, partnerAdmin, strangerAdmin } from './people';

const grace = id(70);
const world = worldOf({ organisations });
const given = examplesOf(contact, (): DecisionContext => contextOf({ actor: partnerAdmin, world }));

const record = {
  type: 'RecordContact',
  contact: grace,
  organisation: customer,
  name: 'Grace Hopper',
  phones: ['+49 40 123456'],
  emails: ['grace@example.org'],
} as const;
const subject = `contact-${grace}` as const;
const recorded: ContactEvent = {
  type: 'ContactRecorded',
  audience: 'everyone',
  data: { contact: grace, organisation: customer },
  confidential: [{ subject, values: { name: 'Grace Hopper', phones: ['+49 40 123456'], emails: ['grace@example.org'] } }],
};
const erased: ContactEvent = { type: 'SubjectErased', audience: 'everyone', data: {} };

describe('a contact', () => {
  it('S0.17 is recorded with all personal values in a box', () => given([]).when(record).then([recorded]));

  it('is recorded once; a repeat for another organisation is refused', () => {
    given([recorded]).when(record).thenNothing();
    given([recorded])
      .when({ ...record, organisation: id(2) })
      .thenRejects('already-exists');
  });

  it('can be recorded only for an organisation in reach', () => {
    given([]).when(record, { actor: customerAdmin }).then([recorded]);
    given([]).when(record, { actor: strangerAdmin }).thenRejects('not-permitted', { permission: 'contact.manage' });
    given([])
      .when({ ...record, organisation: id(99) }, { actor: { ...partnerAdmin, organisation: id(99) } })
      .thenRejects('unknown');
  });

  it('can be imported with the permission to import alone', () => {
    const importer = { ...strangerAdmin, permissions: new Set(['import'] as const) };
    given([]).when(record, { actor: importer, origin: imported }).then([recorded]);
  });

  it.each([
    ['name', { name: '' }],
    ['phones.0', { phones: ['1'.repeat(51)] }],
    ['phones', { phones: ['112', '112'] }],
    ['phones', { phones: Array.from({ length: 11 }, (_, i) => `11${i}`) }],
    ['emails.0', { emails: ['grace at example'] }],
  ] as const)('refuses wrong %s', (field, wrong) => {
    given([])
      .when({ ...record, ...wrong })
      .thenRejects('invalid', { fields: { [field]: expect.any(String) as string } });
  });

  it('records only the revised values', () => {
    given([recorded])
      .when({ type: 'ReviseContact', phones: [] })
      .then([{ type: 'ContactRevised', audience: 'everyone', data: {}, confidential: [{ subject, values: { phones: [] } }] }]);
    given([recorded]).when({ type: 'ReviseContact' }).thenNothing();
    given([recorded])
      .when({ type: 'ReviseContact', emails: ['x'] })
      .thenRejects('invalid');
    given([]).when({ type: 'ReviseContact', name: 'Nobody' }).thenRejects('unknown');
  });

  it('rule 7: is erased again only if something was sealed since', () => {
    const written = { world: worldOf({ organisations, sealedSinceErasure: [subject] }) };
    given([recorded, erased]).when({ type: 'EraseContact' }, written).then([erased]);
    given([recorded, erased, erased]).when({ type: 'EraseContact' }).thenNothing();
    given([recorded, erased])
      .when({ type: 'EraseContact' }, { ...written, actor: strangerAdmin })
      .thenRejects('unknown');
  });

  it('is erased once; later commands are refused', () => {
    given([recorded]).when({ type: 'EraseContact' }).then([erased]);
    given([recorded, erased]).when({ type: 'EraseContact' }).thenNothing();
    given([recorded, erased]).when({ type: 'ReviseContact', name: 'Somebody' }).thenRejects('unknown');
    given([recorded, erased]).when(record).thenRejects('unknown');
    given([recorded]).when({ type: 'EraseContact' }, { actor: strangerAdmin }).thenRejects('unknown');
    given([]).when({ type: 'EraseContact' }).thenRejects('unknown');
  });

  it('stays visible to its tickets after an erasure', () => {
    const state = fold(
      contact,
      [recorded, erased].map((event) => ({ ...event, occurredAt: noon, recordedAt: noon })),
    );
    expect(contactView(state)).toEqual({ id: grace, organisation: customer });
    expect(contactView(contact.initial)).toBeNull();
  });
});
