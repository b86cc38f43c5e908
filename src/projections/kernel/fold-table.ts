import type { DomainEvent, SealedOf } from '../../domain/kernel/event';
import type { SeenFact } from './projection';

/** A fact with the data and sealed fields of its type. */
export type FactOf<Event extends DomainEvent, Type extends Event['type'] = Event['type']> = SeenFact<
  Type,
  Extract<Event, { readonly type: Type }>['data'],
  SealedOf<Extract<Event, { readonly type: Type }>>
>;

/** How each type of fact changes a document. Types left out change nothing. */
export type FoldTable<Event extends DomainEvent, D> = {
  readonly [Type in Event['type']]?: (document: D, fact: FactOf<Event, Type>) => D;
};

export function foldBy<Event extends DomainEvent, D>(table: FoldTable<Event, D>, document: D, fact: SeenFact): D {
  // A stored fact has the data that its type declares.
  const step = table[fact.type as Event['type']] as ((document: D, fact: SeenFact) => D) | undefined;
  return step === undefined ? document : step(document, fact);
}
