import { feedView } from '../../../../src/adapters/pages/conversation/feed-view';
import { formatsFor } from '../../../../src/adapters/pages/rendering/formats';
import { site } from '../../../../src/adapters/pages/rendering/site';
import { ERASED } from '../../../../src/domain/kernel/event';
import type { ActivityEntry } from '../../../../src/projections/tickets/read-ticket';

const at = (minute: number): string => `2026-11-30T08:${String(minute).padStart(2, '0')}:00.000Z`;
const anja = { user: 'u-anja', organisation: 'o-harbour' };
let revision = 0;

function line(type: string, values: Partial<ActivityEntry> = {}): ActivityEntry {
  revision += 1;
  return {
    ...{ id: `l-${revision}`, ticket: 't-1', number: 'CT-000001', fromDuplicate: false, revision, type },
    ...{ at: at(1), recordedAt: at(1), actor: anja, onBehalfOf: null, audience: 'everyone', origin: 'witnessed' },
    ...{ text: null, title: null, data: {}, redacted: null, ...values },
  };
}

function fed(...items: readonly ActivityEntry[]) {
  const ticket = {
    number: 'CT-000001',
    title: 'Display flickers',
    names: { 't-2': 'CT-000002', 'u-anja': 'Anja Lind', 'o-harbour': 'Harbour IT', 'o-up': 'Nordic' },
  };
  const wording = { names: {}, t: site().words.in('en'), formats: formatsFor('en', 'UTC', at(30)) };
  const { entries } = feedView({ ticket: ticket, page: { items, names: {}, earlier: null, later: null }, ...wording });
  return entries.map((entry) => ({ ...entry, sentence: entry.sentence?.replace(/[\uE000\uE001]/g, '') ?? null }));
}

const picture = { file: 'f-1', mediaType: 'image/png', bytes: 7 };

describe('the activity of a ticket', () => {
  it('keeps every version of title and description where it was given', () => {
    const entries = fed(
      line('TicketOpened', { text: 'Since this morning.', title: 'Display dark' }),
      line('DetailsRevised', { text: 'Since the update.', title: 'Display flickers' }),
      line('DetailsRevised', { data: { details: { category: 'Screen' } } }),
    );
    expect(entries.map(({ isSaid, title, text }) => [isSaid, title, text])).toEqual([
      [true, 'Display dark', 'Since this morning.'],
      [true, 'Display flickers', 'Since the update.'],
      [false, null, null],
    ]);
    expect(fed(line('TicketOpened', { text: 'Dark.', title: 'Display flickers' }))[0]?.title).toBeNull();
  });

  it('names the other ticket of a merge, as far as the reader may see it (S4.41)', () => {
    const entries = fed(
      line('DuplicateLinked', { data: { duplicate: 't-2' } }),
      line('TicketMerged', { data: { primary: 't-2' } }),
      line('DuplicateLinked', { data: { duplicate: 't-hidden' } }),
      line('TicketClosed', { data: { resolution: 'duplicate', primary: 't-2' } }),
    );
    expect(entries.map(({ sentence }) => sentence)).toEqual([
      'Anja Lind merged the duplicate CT-000002 into it',
      'Anja Lind closed it as a duplicate of CT-000002',
      'Anja Lind merged a duplicate into it',
      expect.stringContaining('Duplicate'),
    ]);
  });

  it('names the item of recorded work, if it has one', () => {
    const work = (item: string | null) => fed(line('WorkRecorded', { text: 'Changed it.', data: { minutes: 12, item } }))[0];
    expect([work('SPARE-77')?.sentence, work(null)?.sentence]).toEqual([
      'Anja Lind recorded 12 minutes of work (Item code: SPARE-77)',
      'Anja Lind recorded 12 minutes of work',
    ]);
  });

  it('shows files with their message (S4.22, S4.23)', () => {
    const entries = fed(
      line('ReplyPosted', { text: 'See both.', data: { reply: 'r-1' } }),
      line('FilesAttached', { text: 'a.png', data: picture }),
      line('FilesAttached', { text: 'b.pdf', data: { ...picture, file: 'f-2', mediaType: 'application/pdf' } }),
    );
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ isSaid: true, text: 'See both.', reply: 'r-1', sentence: null });
    expect(entries[0]?.files).toMatchObject([
      { name: 'a.png', isPicture: true, view: '/tickets/CT-000001/files/f-1?view' },
      { name: 'b.pdf', isPicture: false, href: '/tickets/CT-000001/files/f-2' },
    ]);
  });

  it('shows the pictures of the opening with it, though watchers were recorded between (S4.22, S4.56)', () => {
    const entries = fed(
      line('TicketOpened', { text: 'It is dark.' }),
      line('WatcherAdded', { data: { watcher: 'w-1' } }),
      line('FilesAttached', { text: 'a.png', data: picture }),
      line('FilesAttached', { text: 'b.png', data: { ...picture, file: 'f-2' } }),
    );
    expect(entries.map(({ type, files }) => [type, files.map(({ name }) => name)])).toEqual([
      ['TicketOpened', ['a.png', 'b.png']],
      ['WatcherAdded', []],
    ]);
  });

  it('separates files that were added later or have a smaller audience (S4.36)', () => {
    const entries = fed(
      line('ReplyPosted', { text: 'Hello' }),
      line('FilesAttached', { text: 'a.png', data: picture, recordedAt: at(2) }),
      line('FilesAttached', { text: 'b.png', data: picture, recordedAt: at(2), audience: 'staff' }),
    );
    expect(entries.map(({ files, isStaffOnly }) => [files.length, isStaffOnly])).toEqual([
      [0, false],
      [1, false],
      [1, true],
    ]);
  });

  it('shows a reason with its step, unless it has a smaller audience', () => {
    const forwarded = line('TicketForwarded', { data: { to: 'o-up' } });
    const reason = line('ReasonGiven', { text: 'Needs a part.', data: { for: 'TicketForwarded' } });
    expect(fed(forwarded, reason)).toMatchObject([
      { isSaid: true, sentence: 'Anja Lind forwarded it to Nordic', text: 'Needs a part.' },
    ]);
    expect(fed(forwarded, { ...reason, audience: 'staff' })).toMatchObject([
      { isSaid: false, isStaffOnly: false },
      { isSaid: true, isStaffOnly: true, text: 'Needs a part.' },
    ]);
  });

  it('hides erased text, and offers to erase only replies of this ticket', () => {
    const gone = line('ReplyPosted', { text: ERASED, data: { reply: 'r-1' }, redacted: { at: at(2), by: anja } });
    const elsewhere = line('ReplyPosted', {
      text: 'Hi',
      data: { reply: 'r-2' },
      ticket: 't-2',
      number: 'CT-000002',
      fromDuplicate: true,
    });
    const file = line('FilesAttached', { text: ERASED, data: picture, recordedAt: at(9) });
    expect(fed(gone, elsewhere, file)).toMatchObject([
      { isGone: true, text: null, reply: null },
      { origin: 'CT-000002', reply: null, text: 'Hi' },
      { files: [{ name: null, isPicture: false }] },
    ]);
  });

  it('shows both times of an event that was recorded later', () => {
    const [late, prompt] = fed(
      line('ReplyPosted', { text: 'x', recordedAt: at(20) }),
      line('TicketAccepted', { recordedAt: at(1) }),
    );
    expect([late?.recordedAt, prompt?.recordedAt]).toEqual([at(20), null]);
  });
});
