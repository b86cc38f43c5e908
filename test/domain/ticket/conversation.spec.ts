import type { DetailsRevised, TicketEvent } from '../../../src/domain/ticket/ticket.events';
import { itself } from '../../../src/domain/kernel/event';
import { id } from '../../dsl/world';
import { attachedPhoto, by, contact, distributor, facts, given, importing, opened, past, people, photo, subject } from './desk';

const { created, solving, closed } = past;
const asCustomer = by(people.customer);

const posted = (
  audience: 'everyone' | 'staff',
  files: readonly string[] = [],
  writer: typeof subject | typeof itself = itself,
): TicketEvent => ({
  type: 'ReplyPosted',
  audience,
  data: { reply: id(9001), files },
  confidential: [{ subject: writer, values: { body: 'Any news?' } }],
});

describe('Reply', () => {
  const ask = { type: 'Reply', audience: 'everyone', body: 'Any news?' } as const;

  it('S4.21 S4.22 S4.23 lets the creator and the handler write, with files, in any phase', () => {
    given(created)
      .when(ask, asCustomer)
      .then([posted('everyone', [], subject)]);
    given(closed)
      .when({ ...ask, files: [photo] })
      .then([posted('everyone', [photo.file]), attachedPhoto('everyone')]);
    given([...created, posted('everyone')])
      .when(ask, asCustomer)
      .then([posted('everyone', [], subject)]);
  });

  it('S4.35 S4.36 rule 4: lets staff, but not customers, write for staff only', () => {
    given(created)
      .when({ ...ask, audience: 'staff', files: [photo] })
      .then([posted('staff', [photo.file]), attachedPhoto('staff')]);
    given(created)
      .when({ ...ask, audience: 'staff' }, asCustomer)
      .thenRejects('invalid', { fields: { audience: 'everyone' } });
    given(created)
      .when({ ...ask, audience: 'staff' }, by(people.agent, ['ticket.reply-staff']))
      .thenRejects('not-permitted', { permission: 'ticket.reply-staff' });
    given(created)
      .when(ask, by(people.agent, ['ticket.reply']))
      .thenRejects('not-permitted', { permission: 'ticket.reply' });
  });

  it('refuses uninvolved users and invalid texts', () => {
    given(created).when(ask, by(people.neighbour)).thenRejects('not-creator');
    given(created).when(ask, by(people.strangersAgent)).thenRejects('not-handler');
    given(created)
      .when({ ...ask, body: 'x'.repeat(100_001) })
      .thenRejects('invalid', { fields: { body: '1 to 100000 characters, not only spaces' } });
  });
});

describe('an answer to a ticket that waits for the customer', () => {
  const answer = { type: 'Reply', audience: 'everyone', body: 'Any news?' } as const;
  const waits = [...solving, facts.awaiting];
  const goesOn: TicketEvent = { type: 'WaitingEnded', audience: 'everyone', data: { for: 'customer' }, implied: true };

  it('S4.14 ends the waiting when it comes from the customer, in every phase that can wait', () => {
    for (const history of [waits, [...past.waiting, facts.accepted, facts.awaiting], [...past.qualifying, facts.awaiting]])
      given(history)
        .when(answer, asCustomer)
        .then([posted('everyone', [], subject), goesOn]);
  });

  it('S4.14 ends the waiting when it is a file, and once only', () => {
    const attach = { type: 'AttachFiles', audience: 'everyone', files: [photo] } as const;
    given(waits)
      .when(attach, asCustomer)
      .then([attachedPhoto('everyone', subject), goesOn]);
    given([...waits, attachedPhoto('everyone')])
      .when(attach, asCustomer)
      .thenNothing();
    given([...waits, goesOn])
      .when(answer, asCustomer)
      .then([posted('everyone', [], subject)]);
  });

  it('S4.14 ends the waiting when a creator who passed the ticket on answers', () => {
    const byAgent = opened({ requester: { contact }, creator: people.agent, owner: people.agent, handler: distributor });
    const elsewhere: TicketEvent[] = [byAgent, facts.acknowledged, facts.qualifying, facts.awaiting];
    given(elsewhere)
      .when(answer, by(people.agent))
      .then([posted('everyone'), goesOn]);
  });

  it('goes on waiting when the handler writes, for whoever it is, and when it waits for a third party', () => {
    given(waits)
      .when(answer)
      .then([posted('everyone')]);
    given(waits)
      .when({ ...answer, audience: 'staff' })
      .then([posted('staff')]);
    const forThird: TicketEvent = { type: 'WaitingStarted', audience: 'everyone', data: { for: 'thirdParty', reason: null } };
    given([...solving, forThird])
      .when(answer, asCustomer)
      .then([posted('everyone', [], subject)]);
  });

  it('goes on waiting in imported history, which says itself when the waiting ended', () => {
    given(waits)
      .when(answer, { ...importing, onBehalfOf: people.customer })
      .then([posted('everyone')]);
  });
});

describe('AttachFiles', () => {
  const attach = { type: 'AttachFiles', audience: 'everyone', files: [photo] } as const;

  it('S4.54 attaches a file once per ticket, with its first audience', () => {
    given(created)
      .when(attach, asCustomer)
      .then([attachedPhoto('everyone', subject)]);
    given([...created, attachedPhoto('staff')])
      .when(attach)
      .thenNothing();
    given(created)
      .when({ ...attach, files: [photo, photo] })
      .then([attachedPhoto('everyone')]);
  });

  it('refuses an empty list, files for staff from customers, and uninvolved users', () => {
    given(created)
      .when({ ...attach, files: [] })
      .thenRejects('invalid');
    given(created)
      .when({ ...attach, audience: 'staff' }, asCustomer)
      .thenRejects('invalid', { fields: { audience: 'everyone' } });
    given(created).when(attach, by(people.neighbour)).thenRejects('not-creator');
  });
});

describe('RedactReply and RedactAttachment', () => {
  const replied = [...closed, posted('everyone'), attachedPhoto('everyone')];
  const replyGone: TicketEvent = { type: 'ReplyRedacted', audience: 'everyone', data: { reply: id(9001) } };
  const fileGone: TicketEvent = { type: 'AttachmentRedacted', audience: 'everyone', data: { file: photo.file } };

  it('rule 7: record an order to destroy the key, once', () => {
    given(replied)
      .when({ type: 'RedactReply', reply: id(9001) })
      .then([replyGone]);
    given(replied).when({ type: 'RedactAttachment', file: photo.file }, by(people.neighbour)).then([fileGone]);
    given([...replied, replyGone, fileGone])
      .when({ type: 'RedactReply', reply: id(9001) })
      .thenNothing();
    given([...replied, replyGone, fileGone])
      .when({ type: 'RedactAttachment', file: photo.file })
      .thenNothing();
  });

  it('rule 4: record the redaction for the audience of the redacted content only', () => {
    const internal = [...closed, posted('staff'), attachedPhoto('staff')];
    given(internal)
      .when({ type: 'RedactReply', reply: id(9001) })
      .then([{ ...replyGone, audience: 'staff' }]);
    given(internal)
      .when({ type: 'RedactAttachment', file: photo.file })
      .then([{ ...fileGone, audience: 'staff' }]);
    given(internal)
      .when({ type: 'RedactAttachment', file: photo.file }, by(people.neighbour))
      .thenRejects('unknown', { file: photo.file });
  });

  it("refuse unknown replies and files, and anyone but the ticket's privacy officers", () => {
    given(closed)
      .when({ type: 'RedactReply', reply: id(9001) })
      .thenRejects('unknown', { reply: id(9001) });
    given(closed).when({ type: 'RedactAttachment', file: photo.file }).thenRejects('unknown', { file: photo.file });
    given(replied)
      .when({ type: 'RedactReply', reply: id(9001) }, by(people.agent, ['privacy.redact']))
      .thenRejects('not-permitted', { permission: 'privacy.redact' });
    given(replied)
      .when({ type: 'RedactReply', reply: id(9001) }, by(people.strangersAgent))
      .thenRejects('not-handler');
  });
});

describe('ReviseDetails', () => {
  const revised = (data: DetailsRevised['data']): DetailsRevised => ({
    type: 'DetailsRevised',
    audience: 'everyone',
    data,
  });

  it('S3.22 records only real changes', () => {
    const first = revised({ details: { category: 'printer', symptom: 'dark' } });
    given(created)
      .when({ type: 'ReviseDetails', details: { category: 'printer', symptom: 'dark', location: null } })
      .then([first]);
    given([...created, first])
      .when({ type: 'ReviseDetails', details: { category: 'printer', symptom: null } }, asCustomer)
      .then([revised({ details: { symptom: null } })]);
    given([...created, first, revised({ details: { symptom: null } })])
      .when({ type: 'ReviseDetails', details: { category: 'printer', symptom: null }, requester: { user: people.customer.user } })
      .thenNothing();
  });

  it('seals new texts for the new requester', () => {
    given(created)
      .when({ type: 'ReviseDetails', details: {}, title: 'It is dark', requester: { contact } })
      .then([
        {
          ...revised({ details: {}, requester: { contact } }),
          confidential: [{ subject: `contact-${contact}`, values: { title: 'It is dark' } }],
        },
      ]);
  });

  it('refuses requesters out of reach, long codes, uninvolved users and closed tickets', () => {
    const revise = { type: 'ReviseDetails', details: { category: 'x' } } as const;
    given(created)
      .when({ ...revise, requester: { user: people.strangersAgent.user } })
      .thenRejects('unknown');
    given(created)
      .when({ ...revise, details: { symptom: 'x'.repeat(101) } })
      .thenRejects('invalid');
    given(created).when(revise, by(people.neighbour)).thenRejects('not-creator');
    given(closed).when(revise, importing).thenRejects('wrong-phase', { phase: 7 });
  });
});

describe('watchers', () => {
  const add = { type: 'AddWatcher', watcher: id(61), email: 'a@example.org', kinds: ['reply', 'created'] } as const;
  const added: TicketEvent = {
    type: 'WatcherAdded',
    audience: 'everyone',
    data: { watcher: id(61), kinds: ['created', 'reply'] },
    confidential: [{ subject: `contact-${id(61)}`, values: { email: 'a@example.org' } }],
  };
  const removed: TicketEvent = { type: 'WatcherRemoved', audience: 'everyone', data: { watcher: id(61) } };

  it('C13 are added and removed once, each as a subject of its own', () => {
    given(created).when(add, asCustomer).then([added]);
    given([...created, added])
      .when(add)
      .thenNothing();
    given([...created, added])
      .when({ type: 'RemoveWatcher', watcher: id(61) })
      .then([removed]);
    given([...created, added, removed])
      .when({ type: 'RemoveWatcher', watcher: id(61) })
      .thenNothing();
  });

  const erase = { type: 'EraseWatcher', watcher: id(61) } as const;
  const erased: TicketEvent = { type: 'WatcherErased', audience: 'everyone', data: { watcher: id(61) } };

  it('rule 7: are erased once, even after removal or closing', () => {
    given([...created, added])
      .when(erase)
      .then([erased]);
    given([...closed, added, removed])
      .when(erase, by(people.neighbour))
      .then([erased]);
    given([...created, added, erased])
      .when(erase)
      .thenNothing();
    given([...created, added, erased])
      .when({ type: 'RemoveWatcher', watcher: id(61) })
      .thenNothing();
    given([...created, added, erased, added])
      .when(erase)
      .then([erased]);
  });

  it("can be erased only by the ticket's privacy officers with the permission privacy.erase", () => {
    given([...created, added])
      .when(erase, by(people.agent, ['privacy.erase']))
      .thenRejects('not-permitted', { permission: 'privacy.erase' });
    given([...created, added])
      .when(erase, by(people.strangersAgent))
      .thenRejects('not-handler');
    given(created)
      .when(erase)
      .thenRejects('unknown', { watcher: id(61) });
  });

  it('need a valid address and at least one kind of mail', () => {
    given(created)
      .when({ ...add, email: 'nowhere', kinds: [] })
      .thenRejects('invalid', { fields: { email: expect.any(String) as string, kinds: '1 to 7 entries, without duplicates' } });
    given(created)
      .when(add, by(people.agent, ['ticket.revise']))
      .thenRejects('not-permitted');
    given(closed).when(add).thenRejects('wrong-phase');
  });
});

describe('NoteSourceRow', () => {
  it('records what our rules do not use, for staff, in any phase, from importers only', () => {
    const note = { type: 'NoteSourceRow', row: { madeSla: false, priority: 'high' } } as const;
    given(closed)
      .when(note, importing)
      .then([{ type: 'SourceRowNoted', audience: 'staff', data: { madeSla: false, priority: 'high' } }]);
    given(closed).when({ type: 'NoteSourceRow', row: {} }, importing).thenNothing();
    given(solving).when(note).thenRejects('not-permitted', { permission: 'import' });
  });
});
