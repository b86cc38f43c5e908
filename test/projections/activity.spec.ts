import { ERASED } from '../../src/domain/kernel/event';
import { activityEveryone, activityStaffOnly, type ActivityLine } from '../../src/projections/tickets/activity';
import type { Projection } from '../../src/projections/kernel/projection';
import { Chronicle, projected } from '../dsl/projecting';
import { id } from '../dsl/world';
import { anna, carl, customer, opened, partner, paul, say, ticket } from './desk';

const file = { sha256: 'ab'.repeat(32), bytes: 7, mediaType: 'image/png', keyId: 'secret-key' };
const [publicReply, staffReply, photo, scan] = [id(201), id(202), id(203), id(204)];

const conversation = (): Chronicle =>
  new Chronicle()
    .ticket(ticket, opened(), { by: { user: anna, organisation: customer } })
    .ticket(
      ticket,
      say.everyone(
        'FilesAttached',
        {
          files: [
            { file: photo, ...file },
            { file: scan, ...file },
          ],
        },
        { [photo]: 'photo.png', [scan]: 'scan.png' },
      ),
    )
    .ticket(ticket, say.everyone('ReplyPosted', { reply: publicReply, files: [photo] }, { body: 'Help!' }))
    .ticket(ticket, say.staff('ReplyPosted', { reply: staffReply, files: [] }, { body: 'Let it burn.' }))
    .ticket(ticket, say.staff('ReasonGiven', { for: 'TicketForwarded' }, { text: 'Too hot.' }))
    .ticket(ticket, say.everyone('CustomerAcknowledged', { by: 'phone' }), { by: { user: paul, organisation: partner } });

function lines(projection: Projection<ActivityLine>, log: Chronicle): readonly ActivityLine[] {
  return [...projected(projection, log.facts).values()].sort((a, b) => a.revision - b.revision);
}
const entries = (projection: Projection<ActivityLine>, log: Chronicle) =>
  lines(projection, log).map(({ type, text }) => [type, text]);

describe('the activity tab', () => {
  it('S4.20 S4.25 shows the facts for everyone, in order', () => {
    expect(entries(activityEveryone, conversation())).toEqual([
      ['TicketOpened', 'It burns.'],
      ['FilesAttached', 'photo.png'],
      ['FilesAttached', 'scan.png'],
      ['ReplyPosted', 'Help!'],
      ['CustomerAcknowledged', null],
    ]);
  });

  it('keeps both versions of a revised title and description', () => {
    const revision = say.everyone('DetailsRevised', { details: {} }, { title: 'Smoke', description: 'It only smokes.' });
    const log = conversation().ticket(ticket, revision);
    const versions = lines(activityEveryone, log).filter(({ title }) => title !== null);
    expect(versions.map(({ type, title, text }) => [type, title, text])).toEqual([
      ['TicketOpened', 'Printer is on fire', 'It burns.'],
      ['DetailsRevised', 'Smoke', 'It only smokes.'],
    ]);
  });

  it('S4.36 keeps the facts for staff in a separate model, each once', () => {
    expect(entries(activityStaffOnly, conversation())).toEqual([
      ['ReplyPosted', 'Let it burn.'],
      ['ReasonGiven', 'Too hot.'],
    ]);
  });

  it('shows who and when, but not how a file is stored', () => {
    const [first, second] = lines(activityEveryone, conversation());
    expect(first).toMatchObject({ ticket, revision: 0, actor: { user: anna, organisation: customer }, origin: 'witnessed' });
    expect(second?.data).toEqual({ file: photo, mediaType: 'image/png', bytes: 7 });
    const forStaff = say.staff('FilesAttached', { files: [{ file: id(205), ...file }] }, { [id(205)]: 'invoice.pdf' });
    const all = [activityEveryone, activityStaffOnly].map((one) => lines(one, conversation().ticket(ticket, forStaff)));
    expect(JSON.stringify(all)).toContain('invoice.pdf');
    expect(JSON.stringify(all)).not.toContain('secret-key');
  });

  it('rule 7: keeps a redacted reply or file in place and marks it', () => {
    const log = conversation()
      .ticket(ticket, say.everyone('ReplyRedacted', { reply: publicReply }), { at: '2026-11-24T00:00:00.000Z' })
      .ticket(ticket, say.everyone('AttachmentRedacted', { file: photo }));
    expect(entries(activityEveryone, log)).toEqual([
      ['TicketOpened', 'It burns.'],
      ['FilesAttached', ERASED],
      ['FilesAttached', 'scan.png'],
      ['ReplyPosted', ERASED],
      ['CustomerAcknowledged', null],
    ]);
    expect(lines(activityEveryone, log)[3]?.redacted).toEqual({ at: '2026-11-24T00:00:00.000Z', by: { system: 'test' } });
  });

  it('rule 4: shows nothing to everyone when a reply for staff is redacted', () => {
    const before = lines(activityEveryone, conversation());
    const log = conversation().ticket(ticket, say.everyone('ReplyRedacted', { reply: staffReply }));
    expect(lines(activityEveryone, log)).toEqual(before);
    expect(entries(activityStaffOnly, log)[0]).toEqual(['ReplyPosted', ERASED]);
  });

  it('shows ERASED when the key is destroyed', () => {
    const erased = conversation().destroyKeysOf(`contact-${carl}`);
    const texts = (projection: Projection<ActivityLine>) => lines(projection, erased).map(({ text }) => text);
    expect(texts(activityEveryone)).toEqual([ERASED, ERASED, ERASED, ERASED, null]);
    expect(texts(activityStaffOnly)).toEqual([ERASED, ERASED]);
  });
});
