import type { AggregateOf, ContextOf, Decider } from './kernel/decider';
import type { DomainEvent } from './kernel/event';
import type { NeedOf, Shows, WorldOf } from './kernel/world';
import type { Actor } from './people/actor';
import type { ContactView, OrganisationView, RoleView, UserView } from './people/views';

/** What each kind of thing shows to the decisions of others. */
export interface Views {
  readonly organisation: OrganisationView;
  readonly user: UserView;
  readonly contact: ContactView;
  readonly role: RoleView;
  /** Of a subject: whether anything was sealed after the erasure, such as a reply on one of their tickets. */
  readonly sealedSinceErasure: true;
}

/** Kinds of things that have a stream and show themselves. */
export type ShownKind = Exclude<keyof Views, 'sealedSinceErasure'>;

/**
 * What a decision sees of the world: the organisations of the asker and of whoever they act for, and what `needs` names. An organisation
 * brings those above it, a user or a contact their organisation. Built-in roles are always there.
 */
export type World = WorldOf<Views>;
export type Need = NeedOf<Views>;

export type DecisionContext = ContextOf<Actor, World>;

type Command = { readonly type: string };

export type PureAggregate<C extends Command, State, Event extends DomainEvent> = Decider<C, State, Event, DecisionContext>;

export type Aggregate<C extends Command, State, Event extends DomainEvent> = AggregateOf<C, State, Event, DecisionContext, Need>;

/** An aggregate that decisions of others may look at. */
export type ShownAggregate<C extends Command, State, Event extends DomainEvent, View> = Aggregate<C, State, Event> & {
  readonly shows: Shows<State, View, Need>;
};
