import type { ContactId, OrganisationId, RoleId, Subject, UserId } from '../../domain/kernel/ids';
import { builtInRole } from '../../domain/people/built-in-roles';
import { contact, contactView } from '../../domain/people/contact';
import { organisation, organisationView } from '../../domain/people/organisation';
import type {
  ContactView,
  OrganisationView,
  RegistryRef,
  RegistryView,
  RoleView,
  UserView,
} from '../../domain/people/registry-view';
import { role } from '../../domain/people/role';
import { user, userView } from '../../domain/people/user';
import type { AggregateLoader } from './aggregate-loader.port';

type AggregateRef = Exclude<RegistryRef, { readonly sealedSinceErasure: Subject }>;

interface Found {
  /** Null: asked for, and not there. */
  readonly organisations: Map<OrganisationId, OrganisationView | null>;
  readonly users: Map<UserId, UserView | null>;
  readonly contacts: Map<ContactId, ContactView | null>;
  readonly roles: Map<RoleId, RoleView | null>;
  readonly sealedSinceErasure: Set<Subject>;
}

/** Asked only when somebody is erased who was erased before. */
export type SealedSinceErasure = (subject: Subject) => Promise<boolean>;

/** What a decision asked for, and no more: people bring their organisation, organisations their ancestors. */
export async function loadRegistryView(
  loader: AggregateLoader,
  refs: readonly RegistryRef[],
  sealedSinceErasure: SealedSinceErasure = () => Promise.resolve(false),
): Promise<RegistryView> {
  const people = { users: new Map(), contacts: new Map(), sealedSinceErasure: new Set<Subject>() };
  const found: Found = { organisations: new Map(), roles: new Map(), ...people };
  const look = async (ref: RegistryRef): Promise<void> => {
    if (!('sealedSinceErasure' in ref)) return load(loader, ref, found);
    if (await sealedSinceErasure(ref.sealedSinceErasure)) found.sealedSinceErasure.add(ref.sealedSinceErasure);
  };
  await Promise.all(refs.map(look));
  return {
    organisation: (id) => found.organisations.get(id) ?? undefined,
    user: (id) => found.users.get(id) ?? undefined,
    contact: (id) => found.contacts.get(id) ?? undefined,
    role: (id) => found.roles.get(id) ?? builtInRole(id),
    sealedSinceErasure: (subject) => found.sealedSinceErasure.has(subject),
    ancestors: (id) => ancestorsOf(id, found),
  };
}

async function load(loader: AggregateLoader, ref: AggregateRef, found: Found): Promise<void> {
  if ('organisation' in ref) return loadUpwards(loader, ref.organisation, found);
  if ('role' in ref) return void found.roles.set(ref.role, await loadRole(loader, ref.role));
  const person = 'user' in ref ? await loadUser(loader, ref.user, found) : await loadContact(loader, ref.contact, found);
  if (person !== null) await loadUpwards(loader, person.organisation, found);
}

async function loadUser(loader: AggregateLoader, id: UserId, { users }: Found): Promise<UserView | null> {
  const view = userView(await loader.load(user, id));
  users.set(id, view);
  return view;
}

async function loadContact(loader: AggregateLoader, id: ContactId, { contacts }: Found): Promise<ContactView | null> {
  const view = contactView(await loader.load(contact, id));
  contacts.set(id, view);
  return view;
}

export async function loadRole(loader: AggregateLoader, id: RoleId): Promise<RoleView | null> {
  return builtInRole(id) ?? (await loader.load(role, id));
}

/** Visits each organisation once, so even a chain that closed to a cycle ends. */
async function loadUpwards(loader: AggregateLoader, id: OrganisationId, found: Found): Promise<void> {
  if (found.organisations.has(id)) return;
  found.organisations.set(id, null);
  const state = await loader.load(organisation, id);
  if (state === null) return;
  found.organisations.set(id, organisationView(state));
  if (state.parent !== null) await loadUpwards(loader, state.parent, found);
}

/** Nearest first. */
function ancestorsOf(id: OrganisationId, { organisations }: Found): readonly OrganisationView[] {
  const chain = new Set<OrganisationView>();
  let above = organisations.get(organisations.get(id)?.parent ?? '');
  while (above !== undefined && above !== null && above.id !== id && !chain.has(above)) {
    chain.add(above);
    above = organisations.get(above.parent ?? '');
  }
  return [...chain];
}
