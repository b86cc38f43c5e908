import { parseStreamName } from '../../domain/kernel/ids';
import type { RoleEvent } from '../../domain/people/role';
import type { Document } from '../kernel/documents.port';
import type { Projection } from '../kernel/projection';
import { shown, type Shown } from '../kernel/shown';
import { listedByName, named } from './by-name';

/** A defined role. Built-in roles are not recorded as facts. */
export interface RoleItem extends Document {
  /** Revision of the newest fact, compared with If-Match. */
  readonly revision: number;
  /** Null for a role for everybody. */
  readonly organisation: string | null;
  readonly name: string;
  readonly nameSort: string | null;
  readonly permissions: readonly string[];
}

export type DefinedRole = Shown<RoleItem> & { readonly key: null };

/** A defined role without a key, which only built-in roles have. */
export const definedRole = (role: RoleItem): DefinedRole => ({ ...shown(role), key: null });

type DataOf<Type extends RoleEvent['type']> = Extract<RoleEvent, { readonly type: Type }>['data'];

export const roles: Projection<RoleItem> = {
  name: 'roles',
  version: 4,
  audience: 'everyone',
  ...listedByName,
  indexes: [
    ...listedByName.indexes,
    { fields: [{ field: 'permissions', many: true }, { field: 'organisation' }, { field: 'nameSort' }] },
  ],
  handles: ['RoleDefined', 'RoleRevised'],
  opens: [],
  keys: (fact) => [parseStreamName(fact.stream)?.id ?? fact.stream],
  fold(role, fact, key) {
    if (fact.type === 'RoleDefined') {
      const { organisation, name, permissions } = fact.data as DataOf<'RoleDefined'>;
      return named({ _id: key, revision: fact.revision, organisation, name, nameSort: null, permissions });
    }
    return role === null ? null : named({ ...role, ...(fact.data as DataOf<'RoleRevised'>), revision: fact.revision });
  },
};
