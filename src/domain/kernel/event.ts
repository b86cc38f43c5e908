import type { CommandId, OrganisationId, Subject, UserId } from './ids';
import type { Instant } from './instant';
import type { Value, Values } from './value';

/** Decided and stored when the fact is written, never widened (rule 4). */
export type Audience = 'everyone' | 'staff';

export interface Source {
  readonly name: string;
  /** SHA-256 of the imported file, hex. */
  readonly fileHash: string;
  readonly row: number;
}

/**
 * `implied`: a step that nobody took explicitly but the life cycle requires. A fact with a `source` was imported; reactors that
 * send mail or judge deadlines skip it.
 */
export interface Origin {
  readonly kind: 'witnessed' | 'implied' | 'imported';
  readonly source?: Source;
}

export interface UserActor {
  readonly user: UserId;
  readonly organisation: OrganisationId;
}

export type FactActor = UserActor | { readonly system: string };

declare const parts: unique symbol;

/** The stream that the fact is written to, as the subject of a box. A decision does not know its own id. */
export const itself = 'itself' as const;

/** Personal values and free text of one subject, by field. Stored encrypted, as one box of the fact. */
export interface Confidential<Field extends string = string> {
  readonly subject: Subject | typeof itself;
  readonly values: { readonly [F in Field]?: Value };
  readonly [parts]?: Field;
}

/**
 * What `decide` returns and `evolve` reads. `data` holds ids, codes, times and integers, nothing personal. `Sealed` names the
 * confidential fields, or is `never`.
 */
export interface DomainEvent<Type extends string = string, Data = unknown, Sealed extends string = string> {
  readonly type: Type;
  readonly audience: Audience;
  readonly data: Data;
  readonly confidential?: [Sealed] extends [never] ? never : readonly Confidential<Sealed>[];
  readonly [parts]?: Sealed;
  /** Set by `decide` for a step that nobody took explicitly. Otherwise the command's origin applies. */
  readonly implied?: true;
}

export type EventFor<A extends Audience, Type extends string, Data, Sealed extends string> = DomainEvent<Type, Data, Sealed> & {
  readonly audience: A;
};
export type Everyone<Type extends string, Data, Sealed extends string = never> = EventFor<'everyone', Type, Data, Sealed>;
export type Staff<Type extends string, Data, Sealed extends string = never> = EventFor<'staff', Type, Data, Sealed>;
/** The decision chooses the audience. */
export type EitherAudience<Type extends string, Data, Sealed extends string = never> = DomainEvent<Type, Data, Sealed>;
export type NoData = Readonly<Record<string, never>>;

/** The confidential fields of an event. */
export type SealedOf<Event> = Event extends { readonly [parts]?: infer Field } ? Extract<Field, string> : never;
/** The types of events that have confidential fields. */
export type SealedTypes<Event extends DomainEvent> = Event extends unknown
  ? [SealedOf<Event>] extends [never]
    ? never
    : Event['type']
  : never;

/** An event as `evolve` sees it: with its two times, without sealed values. */
export interface Recorded {
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
}

/** AES-256-GCM over the RFC 8785 text of the values; associated data = stream and fact id (docs/fact-format.md). */
export interface Box {
  readonly subject: Subject;
  readonly keyId: string;
  readonly keyHash: string;
  readonly nonce: string;
  readonly text: string;
}

/** The hashed content of a fact, in storage form. */
export interface FactContent<Type extends string = string, Data = unknown> extends Recorded {
  /** UUID v7, fresh for every attempt to append. */
  readonly id: string;
  readonly type: Type;
  readonly stream: string;
  readonly revision: number;
  readonly origin: Origin;
  readonly audience: Audience;
  readonly actor: FactActor;
  readonly onBehalfOf: UserActor | null;
  readonly command: { readonly id: CommandId; readonly digest: string };
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly data: Data;
  readonly sealed: readonly Box[];
  /** 16 random bytes, base64, so that nobody can guess a withheld fact from its content hash. */
  readonly salt: string;
}

/** `facets` are stored beside the hashed content: keys, scopes and deltas, because folds must not look anything up. */
export interface Fact<Type extends string = string, Data = unknown> extends FactContent<Type, Data> {
  readonly contentHash: string;
  readonly hash: string;
  readonly facets: Facets | null;
  /** Assigned by the store: opaque, of fixed width, compares as bytes. */
  readonly position: string;
  /** Dense number of the fact in log order, from 1. It survives a change of the store. */
  readonly logIndex: number;
}

export interface Facets<Of extends FacetValues = FacetValues> {
  readonly before: Of | null;
  readonly after: Of | null;
}

/**
 * Values derived from a state, for scopes and counters. Each aggregate defines its own; `npm run verify` recomputes and compares
 * them.
 */
export type FacetValues = Values;

/** The value read from a box whose key is lost or destroyed. Every fold accepts it. */
export const ERASED = 'ERASED';

/** Opened boxes, merged over subjects: field → value. Read it with `openedText`, which handles boxes with destroyed keys. */
export type Opened<Field extends string = string> = { readonly [F in Field]?: Value };
