import { parseStreamName } from '../../domain/kernel/ids';
import type { RoleEvent } from '../../domain/people/role';
import type { Document } from '../kernel/documents.port';
import type { Projection } from '../kernel/projection';
import { shown, type Shown } from '../kernel/shown';
import { listedByName, named } from './by-name';

/** A role that somebody defined; the built-in ones are no facts. */
export interface RoleItem extends Document {
  /** Of the newest fact: what If-Match speaks of. */
  readonly revision: number;
  /** Null: a role for everybody. */
  readonly organisation: string | null;
  readonly name: string;
  readonly nameSort: string | null;
  readonly permissions: readonly string[];
}

export type DefinedRole = Shown<RoleItem> & { readonly key: null };

/** A role with the key that only built-in ones have. */
export const definedRole = (role: RoleItem): DefinedRole => ({ ...shown(role), key: null });

type DataOf<Type extends RoleEvent['type']> = Extract<RoleEvent, { readonly type: Type }>['data'];

export const roles: Projection<RoleItem> = {
  name: 'roles',
  version: 3,
  audience: 'everyone',
  ...listedByName,
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
