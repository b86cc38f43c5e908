import { ERASED } from '../../domain/kernel/event';
import { parseStreamName } from '../../domain/kernel/ids';
import { openedText } from '../../domain/kernel/opened';
import type { UserEvent } from '../../domain/people/user.events';
import { foldBy, type FoldTable } from '../kernel/fold-table';
import type { Document } from '../kernel/documents.port';
import type { Projection, SeenFact } from '../kernel/projection';
import { listedByName, named } from './by-name';

export interface UserItem extends Document {
  /** Revision of the newest fact, compared with If-Match. */
  readonly revision: number;
  readonly organisation: string;
  readonly name: string | null;
  readonly nameSort: string | null;
  readonly email: string | null;
  /** False for people of imported history, who cannot sign in. */
  readonly login: boolean;
  /** True when no approval is missing and the user is neither suspended nor erased. */
  readonly active: boolean;
  readonly missingApprovals: readonly string[];
  readonly suspended: boolean;
  readonly roles: readonly string[];
  readonly granted: readonly string[];
  readonly withdrawn: readonly string[];
  readonly erased: boolean;
}

const changes: FoldTable<UserEvent, UserItem> = {
  UserApproved: (user, { data }) => ({ ...user, missingApprovals: without(user.missingApprovals, data.side) }),
  UserSuspended: (user) => ({ ...user, suspended: true }),
  UserResumed: (user) => ({ ...user, suspended: false }),
  RoleGranted: (user, { data }) => ({ ...user, roles: [...user.roles, data.role] }),
  RoleRevoked: (user, { data }) => ({ ...user, roles: without(user.roles, data.role) }),
  PermissionGranted: (user, { data: { permission } }) => ({
    ...user,
    granted: [...without(user.granted, permission), permission],
    withdrawn: without(user.withdrawn, permission),
  }),
  PermissionWithdrawn: (user, { data: { permission } }) => ({
    ...user,
    granted: without(user.granted, permission),
    withdrawn: [...without(user.withdrawn, permission), permission],
  }),
  PermissionReset: (user, { data: { permission } }) => ({
    ...user,
    granted: without(user.granted, permission),
    withdrawn: without(user.withdrawn, permission),
  }),
  UserRevised: (user, fact) => ({
    ...user,
    name: openedText(fact, 'name') ?? user.name,
    email: openedText(fact, 'email') ?? user.email,
  }),
  SubjectErased: (user) => ({ ...user, name: ERASED, email: ERASED, erased: true }),
};

const ofOne = [{ field: 'organisation' }, { field: 'active' }, { field: 'nameSort' }] as const;

export const users: Projection<UserItem> = {
  name: 'users',
  version: 4,
  audience: 'everyone',
  ...listedByName,
  // People of one organisation by permission (holders.ts).
  indexes: [
    ...listedByName.indexes,
    { fields: [{ field: 'roles', many: true }, ...ofOne] },
    { fields: [{ field: 'granted', many: true }, ...ofOne] },
  ],
  handles: ['UserRegistered', ...Object.keys(changes)],
  opens: ['UserRegistered', 'UserRevised'],
  keys(fact) {
    const stream = parseStreamName(fact.stream);
    return stream?.category === 'user' ? [stream.id] : [];
  },
  fold(user, fact, key) {
    const known = fact.type === 'UserRegistered' ? registered(fact, key) : user;
    if (known === null) return null;
    const changed = foldBy<UserEvent, UserItem>(changes, known, fact);
    const { revision } = fact;
    const active = changed.missingApprovals.length === 0 && !changed.suspended && !changed.erased;
    return named({ ...changed, revision, active });
  },
};

function registered(fact: SeenFact, key: string): UserItem {
  const { organisation, login, approvals } = fact.data as Extract<UserEvent, { readonly type: 'UserRegistered' }>['data'];
  return {
    ...{ _id: key, revision: fact.revision },
    ...{ organisation, login, missingApprovals: approvals, suspended: false, erased: false, active: false },
    name: openedText(fact, 'name'),
    nameSort: null,
    email: openedText(fact, 'email'),
    ...{ roles: [], granted: [], withdrawn: [] },
  };
}

function without<Item>(list: readonly Item[], item: Item): readonly Item[] {
  return list.filter((one) => one !== item);
}
