import type { Aggregate, ShownAggregate, ShownKind, Views } from './context';
import type { SealedTypes } from './kernel/event';
import type { Category } from './kernel/ids';
import { mergesAggregate } from './merges';
import { numbers } from './numbers/numbers';
import { contact } from './people/contact';
import { organisation } from './people/organisation';
import { reservation } from './people/reservation';
import { role } from './people/role';
import { user } from './people/user';
import { settlements } from './settlements/settlements';
import { ticketAggregate } from './ticket';

const table = {
  ...{ ticket: ticketAggregate, merges: mergesAggregate, numbers, organisation, user, contact, role, reservation, settlements },
};
type Table = typeof table;

/* eslint-disable @typescript-eslint/no-explicit-any -- one table of aggregates of every command, state and event */
export type AnyAggregate = Aggregate<any, any, any>;
export type Showing<View> = ShownAggregate<any, any, any, View>;
/* eslint-enable @typescript-eslint/no-explicit-any */

/** The aggregate of each stream category. */
export const aggregates: { readonly [C in Category]: AnyAggregate } = table;

/** Aggregates with a view that other decisions may read. */
export const shown: { readonly [K in ShownKind]: Showing<Views[K]> } = table;
export const shownKinds = Object.keys(table).filter((category) => 'shows' in table[category as Category]) as ShownKind[];

type EventOf<A> = A extends { readonly decide: (...asked: never[]) => readonly (infer Event)[] } ? Event : never;

/** Every event that the domain records. */
export type Events = EventOf<Table[keyof Table]>;

/** Types of events with confidential fields, which a read model may open. */
export type SealedType = SealedTypes<Events>;
