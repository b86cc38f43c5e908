import type { Fact } from '../../domain/kernel/event';
import type { StoredFact } from '../eventstore/event-store.port';
import type { FactReader } from './shared-batch';

/** Something done once the fact is there: at least once, so its effects are keyed by the fact's id. Never rewound by a rebuild. */
export interface Reactor {
  /** A sentence: `when-ticket-moves-write-letters`. Names its checkpoint, so it never changes. */
  readonly name: string;
  readonly handles: readonly string[];
  readonly react: (fact: Fact) => Promise<void>;
  /** Where a new one starts; default: now, so that nothing is sent twice (https://github.com/spatie/laravel-event-projector/issues/29). */
  readonly from?: 'beginning' | 'now';
  /** Default: imported facts are passed over. */
  readonly imported?: 'too';
}

/** @returns why it failed; null when it was done, or passed over */
export async function reactOnce(reactor: Reactor, reader: Pick<FactReader, 'decode'>, stored: StoredFact): Promise<unknown> {
  try {
    const fact = reader.decode(stored);
    if (reactor.imported === 'too' || !isImported(fact)) await reactor.react(fact);
    return null;
  } catch (error) {
    return error ?? new Error('it gave no reason');
  }
}

function isImported({ origin }: Fact): boolean {
  return origin.kind === 'imported' || origin.source !== undefined;
}
