import { ERASED, type Opened, type SealedOf } from '../../../src/domain/kernel/event';
import { anyField, openedText } from '../../../src/domain/kernel/opened';
import type { TicketOpened, WatcherAdded } from '../../../src/domain/ticket/ticket.events';

type Watched = WatcherAdded | TicketOpened;
const opened = (values: Opened): { readonly opened: Opened<SealedOf<Watched>> } => ({ opened: values });

describe('a sealed field', () => {
  it('reads as its text', () => {
    expect(openedText(opened({ title: 'No light', description: '' }), 'title')).toBe('No light');
    expect(openedText(opened({ title: 'No light', description: '' }), 'description')).toBe('');
  });

  it('reads as null when the fact never had it', () => {
    expect(openedText(opened({ title: 'No light' }), 'description')).toBeNull();
  });

  it('reads as ERASED when it may have been in a box with a destroyed key; other boxes stay readable', () => {
    const fact = opened({ [anyField]: ERASED, email: 'a@example.org' });
    expect(openedText(fact, 'title')).toBe(ERASED);
    expect(openedText(fact, 'email')).toBe('a@example.org');
  });

  it('can be read only by a name that its event declares', () => {
    const fact = opened({ title: 'No light' });
    // @ts-expect-error -- no such field: a typing error does not compile
    expect(openedText(fact, 'titel')).toBeNull();
  });
});
