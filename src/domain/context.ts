import type { AggregateOf, ContextOf, Decider } from './kernel/decider';
import type { DomainEvent } from './kernel/event';
import type { NeedOf, Shows, WorldOf } from './kernel/world';
import type { Actor } from './people/actor';
import type { ContactView, OrganisationView, RoleView, UserView } from './people/views';

/** The view of each kind of thing, for the decisions of others. */
export interface Views {
  readonly organisation: OrganisationView;
  readonly user: UserView;
  readonly contact: ContactView;
  readonly role: RoleView;
  /** Looked up by subject. Set when something was sealed after the erasure, such as a reply on one of their tickets. */
  readonly sealedSinceErasure: true;
}

/** Kinds of things whose view is folded from a stream. */
export type ShownKind = Exclude<keyof Views, 'sealedSinceErasure'>;

/**
 * What a decision can look up: the organisations of the asker and of the person they act for, and everything that `needs` names.
 * An organisation is loaded with its ancestors, a user or contact with their organisation. Built-in roles are always there.
 */
export type World = WorldOf<Views>;
export type Need = NeedOf<Views>;

export type DecisionContext = ContextOf<Actor, World>;

type Command = { readonly type: string };

export type PureAggregate<C extends Command, State, Event extends DomainEvent> = Decider<C, State, Event, DecisionContext>;

export type Aggregate<C extends Command, State, Event extends DomainEvent> = AggregateOf<C, State, Event, DecisionContext, Need>;

/** An aggregate with a view for the decisions of others. */
export type ShownAggregate<C extends Command, State, Event extends DomainEvent, View> = Aggregate<C, State, Event> & {
  readonly shows: Shows<State, View, Need>;
};
