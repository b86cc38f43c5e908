import { parseStreamName } from '../../domain/kernel/ids';
import type { OrganisationEvent, Preferences } from '../../domain/people/organisation.events';
import type { OrganisationKind } from '../../domain/people/views';
import { foldBy, type FoldTable } from '../kernel/fold-table';
import type { Document } from '../kernel/documents.port';
import type { Projection, SeenFact } from '../kernel/projection';
import { named } from './by-name';

export interface OrganisationItem extends Document {
  /** Revision of the newest fact, compared with If-Match. */
  readonly revision: number;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly nameSort: string | null;
  readonly parent: string | null;
  readonly teams: readonly TeamItem[];
  readonly serviceProviders: readonly string[];
  /** Null until changed; the defaults apply. */
  readonly preferences: { readonly [name in keyof Preferences]: Preferences[name] } | null;
}
export type TeamItem = { readonly id: string; readonly name: string; readonly members: readonly string[] };

const changes: FoldTable<OrganisationEvent, OrganisationItem> = {
  OrganisationRenamed: (item, { data }) => ({ ...item, name: data.name }),
  ParentChanged: (item, { data }) => ({ ...item, parent: data.to }),
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
  version: 4,
  audience: 'everyone',
  indexes: [{ fields: [{ field: 'nameSort' }] }],
  facets: [{ field: 'nameSort', ordered: 1 }],
  text: { fields: ['name'] },
  handles: ['OrganisationFounded', ...Object.keys(changes)],
  opens: [],
  keys: (fact) => [parseStreamName(fact.stream)?.id ?? fact.stream],
  fold(item, fact, key) {
    if (fact.type === 'OrganisationFounded') return named(founded(fact, key));
    if (item === null) return null;
    return named({ ...foldBy<OrganisationEvent, OrganisationItem>(changes, item, fact), revision: fact.revision });
  },
};

type Founded = Extract<OrganisationEvent, { readonly type: 'OrganisationFounded' }>['data'];

function founded(fact: SeenFact, key: string): OrganisationItem {
  const { kind, name, parent } = fact.data as Founded;
  const lists = { teams: [], serviceProviders: [], preferences: null };
  return { _id: key, revision: fact.revision, kind, name, nameSort: null, parent, ...lists };
}

function withTeam(item: OrganisationItem, id: string, change: (team: TeamItem) => TeamItem): OrganisationItem {
  return { ...item, teams: item.teams.map((team) => (team.id === id ? change(team) : team)) };
}
