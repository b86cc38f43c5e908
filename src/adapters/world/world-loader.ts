import type { Need, ShownAggregate, Views, World } from '../../domain/context';
import type { Subject } from '../../domain/kernel/ids';
import { contact } from '../../domain/people/contact';
import { organisation } from '../../domain/people/organisation';
import { role } from '../../domain/people/role';
import { user } from '../../domain/people/user';
import type { AggregateLoader } from './aggregate-loader.port';

type Kind = Exclude<keyof Views, 'sealedSinceErasure'>;

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- what is shown is read, whatever the commands, states and events are */
type Showing<View> = ShownAggregate<any, any, any, View>;

/** Whatever a decision may see, and whose it is. */
const aggregates: { readonly [K in Kind]: Showing<Views[K]> } = { organisation, user, contact, role };

/** By id; null: asked for, and not there. */
type Found = { readonly [K in Kind]: Map<string, Views[K] | null> };

/** Asked only when somebody is erased who was erased before. */
export type SealedSinceErasure = (subject: Subject) => Promise<boolean>;

/** What a decision needs, and what that brings with it; nothing else. */
export async function loadWorld(
  loader: AggregateLoader,
  needs: readonly Need[],
  sealedSinceErasure: SealedSinceErasure = () => Promise.resolve(false),
): Promise<World> {
  const found: Found = { organisation: new Map(), user: new Map(), contact: new Map(), role: new Map() };
  const sealed = new Set<string>();
  const look = async ([kind, id]: Need): Promise<void> => {
    if (kind !== 'sealedSinceErasure') return load(kind, id);
    if (await sealedSinceErasure(id as Subject)) sealed.add(id);
  };
  /** Looks at each thing once, so that even a chain that closes to a cycle ends. */
  const load = async (kind: Kind, id: string): Promise<void> => {
    if (found[kind].has(id)) return;
    found[kind].set(id, null);
    const view = await viewOf(loader, kind, id);
    if (view === null) return;
    (found[kind] as Map<string, typeof view>).set(id, view);
    await Promise.all(broughtBy(kind, view).map(look));
  };
  await Promise.all(needs.map(look));
  return {
    organisation: (id) => found.organisation.get(id) ?? undefined,
    user: (id) => found.user.get(id) ?? undefined,
    contact: (id) => found.contact.get(id) ?? undefined,
    role: (id) => found.role.get(id) ?? role.shows.builtIn?.(id),
    sealedSinceErasure: (subject) => (sealed.has(subject) ? true : undefined),
  };
}

/** What one thing shows; null for one that is not there. */
export async function viewOf<K extends Kind>(loader: AggregateLoader, kind: K, id: string): Promise<Views[K] | null> {
  const aggregate: Showing<Views[K]> = aggregates[kind];
  return aggregate.shows.builtIn?.(id) ?? aggregate.shows.view(await loader.load(aggregate, id));
}

function broughtBy<K extends Kind>(kind: K, view: Views[K]): readonly Need[] {
  const aggregate: Showing<Views[K]> = aggregates[kind];
  return aggregate.shows.brings?.(view) ?? [];
}
