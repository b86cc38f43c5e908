import { Inject, Injectable } from '@nestjs/common';
import { builtInRole } from '../../../domain/people/built-in-roles';
import type { ReadModels } from '../../../projections/kernel/read-models';
import type { RoleItem } from '../../../projections/people/roles';
import { READ_MODELS } from '../../desk/tokens';
import type { Translate } from '../rendering/words';
import { roleName } from './role-words';

/** Names of roles of any organisation. A reader who may see a user may see the names of their roles. */
@Injectable()
export class RoleNames {
  constructor(@Inject(READ_MODELS) private readonly models: ReadModels) {}

  async of(ids: readonly string[], t: Translate): Promise<ReadonlyMap<string, string>> {
    const wanted = [...new Set(ids)];
    const defined = await this.models.getMany<RoleItem>(
      'roles',
      wanted.filter((id) => builtInRole(id) === undefined),
    );
    return new Map(
      wanted.flatMap((id) => {
        const builtIn = builtInRole(id);
        if (builtIn !== undefined) return [[id, roleName(builtIn, t)] as const];
        const name = defined.get(id)?.name;
        return name === undefined ? [] : [[id, name] as const];
      }),
    );
  }
}
