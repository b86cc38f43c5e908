import type { Fact } from '../../domain/kernel/event';
import type { StoredFact } from '../eventstore/event-store.port';
import type { Reactor } from './reactor.port';
import type { FactReader } from './shared-batch';

/** @returns the failure, or null when done or skipped */
export async function reactOnce(reactor: Reactor, reader: Pick<FactReader, 'decode'>, stored: StoredFact): Promise<unknown> {
  try {
    const fact = reader.decode(stored);
    if (reactor.handlesImported === true || !isImported(fact)) await reactor.react(fact);
    return null;
  } catch (error) {
    return error ?? new Error('the reactor gave no reason');
  }
}

function isImported({ origin }: Fact): boolean {
  return origin.kind === 'imported' || origin.source !== undefined;
}
