import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../domain/people/actor';
import { organisationKinds } from '../../../domain/people/views';
import { permissions } from '../../../domain/people/permission';
import type { Finding } from '../forms/finding-field';
import type { Option } from '../forms/inputs';
import type { Leaf } from '../forms/leaves';
import type { Translate } from '../rendering/words';
import { readable } from './list-view';
import { PeopleRecords, type Item, type Organisation, type User } from './people-records';
import { groupedPermissions, permissionName, roleName } from './role-words';
import type { Noun } from './things';

export interface ChoosingFor {
  readonly noun: Noun;
  /** Null for a new record. */
  readonly item: Item | null;
  readonly actor: Actor;
  readonly t: Translate;
}

type Offers = (choosing: ChoosingFor) => readonly Option[] | Promise<readonly Option[]>;

const most = 200;

/** Options in forms about organisations and people, by display name. */
@Injectable()
export class PeopleChoices {
  constructor(private readonly records: PeopleRecords) {}

  async of(leaves: readonly Leaf[], choosing: ChoosingFor): Promise<ReadonlyMap<string, readonly Option[]>> {
    const found = await Promise.all(
      leaves.map(async (leaf) => {
        const offers = this.offersOf(leaf, choosing);
        return offers === undefined ? [] : [[leaf.path, await offers(choosing)] as const];
      }),
    );
    return new Map(found.flat());
  }

  private offersOf({ path, form }: Leaf, { noun }: ChoosingFor): Offers | undefined {
    if (form.kind === 'boolean') return yesOrNo;
    if (path === 'kind' && noun === 'organisation') return kinds;
    return this.byPath[path];
  }

  private readonly byPath: { readonly [path: string]: Offers | undefined } = {
    side: ({ item, t }) => {
      const missing = (item as User | null)?.missingApprovals ?? [];
      return missing.map((side) => ({ value: side, label: t(`people.side.${side}`) }));
    },
    permission: ({ t }) => permissions.map((permission) => ({ value: permission, label: permissionName(permission, t) })),
    permissions: ({ t, actor }) =>
      groupedPermissions(actor.permissions, t).flatMap(({ label: group, permissions: held }) =>
        held.map((permission) => ({ value: permission, label: permissionName(permission, t), group })),
      ),
    role: (choosing) => this.roles(choosing),
    team: ({ item }) => ((item as Organisation | null)?.teams ?? []).map(({ id, name }) => ({ value: id, label: name })),
  };

  /** Roles that the actor may grant: nobody grants more permissions than they have. */
  async roles({ actor, item, t }: Pick<ChoosingFor, 'actor' | 'item' | 't'>): Promise<readonly Option[]> {
    const has = new Set(item !== null && 'roles' in item ? item.roles : []);
    const { items, builtIn } = await this.records.roles({ limit: most }, actor);
    return [...builtIn, ...items]
      .filter((role) => has.has(role.id) || role.permissions.every((one) => actor.permissions.has(one as never)))
      .map((role) => ({ value: role.id, label: roleName(role, t) }));
  }

  /** The search of a field with too many options to list. */
  findingFor({ form, path }: Leaf, { noun, item }: Pick<ChoosingFor, 'noun' | 'item'>): Finding | null {
    if (form.kind !== 'id') return null;
    if (form.of === 'organisation') return { what: 'organisations' };
    return form.of === 'user' && path === 'user' && noun === 'organisation' && item !== null
      ? { what: 'users', organisation: item.id }
      : null;
  }

  /** Members of the team, by display name. */
  async members({ item, team }: { readonly item: Organisation; readonly team: string }): Promise<readonly Option[]> {
    const users = item.teams.find(({ id }) => id === team)?.members ?? [];
    const names = await this.records.names({ users });
    return users.map((user) => ({ value: user, label: readable(names[user]) ?? '–' }));
  }
}

const yesOrNo: Offers = ({ t }) => [
  { value: 'on', label: t('people.yes') },
  { value: 'off', label: t('people.no') },
];

/** The root is created at the first start only. */
const kinds: Offers = ({ t }) =>
  organisationKinds.filter((kind) => kind !== 'admin').map((kind) => ({ value: kind, label: t(`people.kind.${kind}`) }));
