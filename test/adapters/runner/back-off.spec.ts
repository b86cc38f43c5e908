import { getEventListeners } from 'node:events';
import { abortWith } from '../../../src/adapters/runner/back-off';

describe('abortWith', () => {
  it('aborts with the first signal', () => {
    const [own, stopping, lost] = [new AbortController(), new AbortController(), new AbortController()];
    abortWith(own, [stopping.signal, lost.signal]);
    lost.abort();
    expect(own.signal.aborted).toBe(true);
  });

  it('aborts at once if a signal was aborted before', () => {
    const own = new AbortController();
    abortWith(own, [new AbortController().signal, AbortSignal.abort()]);
    expect(own.signal.aborted).toBe(true);
  });

  it('removes its listeners once aborted, however often a lease is taken', () => {
    const stopping = new AbortController();
    for (let leases = 0; leases < 20; leases += 1) {
      const own = new AbortController();
      abortWith(own, [stopping.signal]);
      own.abort();
    }
    expect(getEventListeners(stopping.signal, 'abort')).toHaveLength(0);
  });
});
