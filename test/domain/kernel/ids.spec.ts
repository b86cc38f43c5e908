import { parseStreamName, streamNameParser } from '../../../src/domain/kernel/ids';
import { id } from '../../dsl/world';

describe('parsing the name of a stream', () => {
  const parse = streamNameParser(['device', 'device-type', 'ticket']);

  it.each([
    [`ticket-${id(1)}`, 'ticket', id(1)],
    [`device-${id(1)}`, 'device', id(1)],
    [`device-type-${id(1)}`, 'device-type', id(1)],
    ['device-typewriter', 'device', 'typewriter'],
  ])('finds in %s the category %s', (stream, category, one) => {
    expect(parse(stream)).toEqual({ category, id: one });
  });

  it.each(['ticket', 'ticket-', 'tickets-1', 'device-', '-1', '', 'cart-1'])('returns null for "%s"', (stream) => {
    expect(parse(stream)).toBeNull();
  });

  it('finds category and id', () => {
    expect(parseStreamName('reservation-email-v1-abc')).toEqual({ category: 'reservation', id: 'email-v1-abc' });
  });
});
