import { parseStreamName } from '../../domain/kernel/ids';
import type { OrganisationEvent, Preferences } from '../../domain/people/organisation.events';
import type { OrganisationKind } from '../../domain/people/views';
import { foldBy, type FoldTable } from '../kernel/fold-table';
import type { Document } from '../kernel/documents.port';
import type { Projection, SeenFact } from '../kernel/projection';

export interface OrganisationItem extends Document {
  /** Of the newest fact: what If-Match speaks of. */
  readonly revision: number;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly parent: string | null;
  /** Itself and its parent: an organisation is listed with those directly below it. */
  readonly around: readonly string[];
  readonly teams: readonly TeamItem[];
  readonly serviceProviders: readonly string[];
  /** Null until changed: the standard ones hold. */
  readonly preferences: { readonly [name in keyof Preferences]: Preferences[name] } | null;
}
export type TeamItem = { readonly id: string; readonly name: string; readonly members: readonly string[] };

const changes: FoldTable<OrganisationEvent, OrganisationItem> = {
  OrganisationRenamed: (item, { data }) => ({ ...item, name: data.name }),
  ParentChanged: (item, { data }) => ({ ...item, parent: data.to, around: [item._id, data.to] }),
  TeamAdded: (item, { data }) => ({ ...item, teams: [...item.teams, { id: data.team, name: data.name, members: [] }] }),
  TeamRenamed: (item, { data }) => withTeam(item, data.team, (team) => ({ ...team, name: data.name })),
  TeamMemberAdded: (item, { data }) => withTeam(item, data.team, (team) => ({ ...team, members: [...team.members, data.user] })),
  TeamMemberRemoved: (item, { data }) =>
    withTeam(item, data.team, (team) => ({ ...team, members: team.members.filter((user) => user !== data.user) })),
  ServiceProviderEngaged: (item, { data }) => ({ ...item, serviceProviders: [...item.serviceProviders, data.provider] }),
  ServiceProviderReleased: (item, { data }) => ({
    ...item,
    serviceProviders: item.serviceProviders.filter((provider) => provider !== data.provider),
  }),
  PreferencesChanged: (item, { data }) => ({ ...item, preferences: { ...data } }),
};

export const organisations: Projection<OrganisationItem> = {
  name: 'organisations',
  version: 3,
  audience: 'everyone',
  indexes: [{ fields: [{ field: 'name' }] }, { fields: [{ field: 'around', many: true }, { field: 'name' }] }],
  handles: ['OrganisationFounded', ...Object.keys(changes)],
  opens: [],
  keys: (fact) => [parseStreamName(fact.stream)?.id ?? fact.stream],
  fold(item, fact, key) {
    if (fact.type === 'OrganisationFounded') return founded(fact, key);
    if (item === null) return null;
    return { ...foldBy<OrganisationEvent, OrganisationItem>(changes, item, fact), revision: fact.revision };
  },
};

type Founded = Extract<OrganisationEvent, { readonly type: 'OrganisationFounded' }>['data'];

function founded(fact: SeenFact, key: string): OrganisationItem {
  const { kind, name, parent } = fact.data as Founded;
  const around = parent === null ? [key] : [key, parent];
  return { _id: key, revision: fact.revision, kind, name, parent, around, teams: [], serviceProviders: [], preferences: null };
}

function withTeam(item: OrganisationItem, id: string, change: (team: TeamItem) => TeamItem): OrganisationItem {
  return { ...item, teams: item.teams.map((team) => (team.id === id ? change(team) : team)) };
}
