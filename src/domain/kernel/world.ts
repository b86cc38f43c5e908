// What a decision may know of other things. `V` maps each kind of thing to its view; context.ts defines it.

/** A thing that a decision needs to see: its kind and id. */
export type NeedOf<V> = { readonly [Kind in keyof V]: readonly [kind: Kind, id: string] }[keyof V];

/** The views loaded for a decision. Undefined when a thing does not exist or was not requested. */
export type WorldOf<V> = { readonly [Kind in keyof V]: (id: string) => V[Kind] | undefined };

/** What an aggregate shows to other decisions. */
export interface Shows<State, View, Need> {
  /** Null when there is nothing to see yet. */
  readonly view: (state: State) => View | null;
  /** Further things to load with this one. */
  readonly brings?: (view: View) => readonly Need[];
  /** Views without a stream, which are always there. */
  readonly builtIn?: (id: string) => View | undefined;
}
