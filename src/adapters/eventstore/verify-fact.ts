import { hash as digest } from 'node:crypto';
import type { Aggregate, PureAggregate } from '../../domain/context';
import type { Box, DomainEvent, Fact } from '../../domain/kernel/event';
import { associatedData } from './boxes';
import { decodeFact, type FactOfStream } from './codec';
import type { StoredFact } from './event-store.port';
import { unseal } from './seal';
import { unreadable } from './settlements';

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- folds aggregates with any command, state and event type */
export type FacetsSource = Pick<Aggregate<any, any, any>, 'initial' | 'evolve' | 'facets' | 'eventTypes'>;

/** The fact, or the reason why it is unreadable. */
export function tryDecode(stored: StoredFact): Fact | string {
  return unreadable(stored) ?? decodeFact(stored);
}

export function evolve(aggregate: FacetsSource, state: unknown, fact: FactOfStream): unknown {
  return (aggregate.evolve as PureAggregate<{ readonly type: string }, unknown, DomainEvent>['evolve'])(state, fact);
}

export function boxProblem(fact: Fact, box: Box, key: Buffer | undefined): string | null {
  if (key === undefined) return `the key ${box.keyId} of its box is missing, but not destroyed`;
  if (digest('sha256', key, 'hex') !== box.keyHash) return `the key ${box.keyId} is not the key that sealed its box`;
  try {
    unseal(box, key, associatedData(fact));
    return null;
  } catch {
    return `its box for ${box.subject} does not open with its key`;
  }
}
