import { getEventListeners } from 'node:events';
import { endWith } from '../../../src/adapters/runner/back-off';

describe('what ends with others', () => {
  it('ends with the first of them', () => {
    const [own, stopping, lost] = [new AbortController(), new AbortController(), new AbortController()];
    endWith(own, [stopping.signal, lost.signal]);
    lost.abort();
    expect(own.signal.aborted).toBe(true);
  });

  it('ends at once where one of them was over before', () => {
    const own = new AbortController();
    endWith(own, [new AbortController().signal, AbortSignal.abort()]);
    expect(own.signal.aborted).toBe(true);
  });

  it('is heard of no more once it is over, however often a lease is taken anew', () => {
    const stopping = new AbortController();
    for (let leases = 0; leases < 20; leases += 1) {
      const own = new AbortController();
      endWith(own, [stopping.signal]);
      own.abort();
    }
    expect(getEventListeners(stopping.signal, 'abort')).toHaveLength(0);
  });
});
