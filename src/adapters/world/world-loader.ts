import { shown, shownKinds, type Showing } from '../../domain/aggregates';
import type { Need, ShownKind, Views, World } from '../../domain/context';
import type { Subject } from '../../domain/kernel/ids';
import type { AggregateLoader } from './aggregate-loader.port';

/** By id. Null if requested but not found. */
type Found = { readonly [K in ShownKind]: Map<string, Views[K] | null> };

/** Called only when an erased person is erased again. */
export type SealedSinceErasure = (subject: Subject) => Promise<boolean>;

/** Loads what a decision needs and what this brings along, nothing else. */
export async function loadWorld(
  loader: AggregateLoader,
  needs: readonly Need[],
  sealedSinceErasure: SealedSinceErasure = () => Promise.resolve(false),
): Promise<World> {
  const found = Object.fromEntries(shownKinds.map((kind) => [kind, new Map()])) as unknown as Found;
  const sealed = new Set<string>();
  const look = async ([kind, id]: Need): Promise<void> => {
    if (kind !== 'sealedSinceErasure') return load(kind, id);
    if (await sealedSinceErasure(id as Subject)) sealed.add(id);
  };
  /** Loads each thing once, so that even a cycle ends. */
  const load = async (kind: ShownKind, id: string): Promise<void> => {
    if (found[kind].has(id)) return;
    found[kind].set(id, null);
    const view = await viewOf(loader, kind, id);
    if (view === null) return;
    (found[kind] as Map<string, typeof view>).set(id, view);
    await Promise.all(broughtBy(kind, view).map(look));
  };
  await Promise.all(needs.map(look));
  const seen = shownKinds.map((kind) => [kind, (id: string) => found[kind].get(id) ?? shown[kind].shows.builtIn?.(id)]);
  return {
    ...(Object.fromEntries(seen) as Omit<World, 'sealedSinceErasure'>),
    sealedSinceErasure: (subject) => (sealed.has(subject) ? true : undefined),
  };
}

/** The view of one thing. Null if it does not exist. */
export async function viewOf<K extends ShownKind>(loader: AggregateLoader, kind: K, id: string): Promise<Views[K] | null> {
  const aggregate: Showing<Views[K]> = shown[kind];
  return aggregate.shows.builtIn?.(id) ?? aggregate.shows.view(await loader.load(aggregate, id));
}

function broughtBy<K extends ShownKind>(kind: K, view: Views[K]): readonly Need[] {
  const aggregate: Showing<Views[K]> = shown[kind];
  return aggregate.shows.brings?.(view) ?? [];
}
