// What a decision may know of things other than its own. `V` names the view of each kind of thing; the domain fills it in (context.ts).

/** A thing that a decision wants to see: its kind and its id. */
export type NeedOf<V> = { readonly [Kind in keyof V]: readonly [kind: Kind, id: string] }[keyof V];

/** What was loaded before the decision: undefined for what is not there or was not asked for. */
export type WorldOf<V> = { readonly [Kind in keyof V]: (id: string) => V[Kind] | undefined };

/** What an aggregate shows to the decisions of others. */
export interface Shows<State, View, Need> {
  /** Null where there is nothing to see yet. */
  readonly view: (state: State) => View | null;
  /** What comes with it without being asked for. */
  readonly brings?: (view: View) => readonly Need[];
  /** Views that are always there and have no stream. */
  readonly builtIn?: (id: string) => View | undefined;
}
