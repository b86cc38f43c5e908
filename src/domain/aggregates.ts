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
import { ticketAggregate } from './ticket';

const table = {
  ...{ ticket: ticketAggregate, merges: mergesAggregate, numbers, organisation, user, contact, role, reservation },
};
type Table = typeof table;

/* eslint-disable @typescript-eslint/no-explicit-any -- one table of aggregates of every command, state and event */
export type AnyAggregate = Aggregate<any, any, any>;
export type Showing<View> = ShownAggregate<any, any, any, View>;
/* eslint-enable @typescript-eslint/no-explicit-any */

/** Everything that decides; one for each category of streams. */
export const aggregates: { readonly [C in Category]: AnyAggregate } = table;

/** Whatever a decision may see, and whose it is. */
export const shown: { readonly [K in ShownKind]: Showing<Views[K]> } = table;
export const shownKinds = Object.keys(table).filter((category) => 'shows' in table[category as Category]) as ShownKind[];

type EventOf<A> = A extends { readonly decide: (...asked: never[]) => readonly (infer Event)[] } ? Event : never;

/** Everything that is ever recorded. */
export type Events = EventOf<Table[keyof Table]>;

/** A type of event with confidential fields: what a read model may open. */
export type SealedType = SealedTypes<Events>;
