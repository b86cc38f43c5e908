import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../../domain/people/actor';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { namesOf } from '../../../projections/people/names';
import { getUser } from '../../../projections/people/read-people';
import { READ_MODELS } from '../../desk/tokens';
import { RoleNames } from '../people/role-names';
import type { Translate } from '../rendering/words';

/** Who the reader is: name, address, organisation and roles. */
@Injectable()
export class OwnAccount {
  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModels,
    private readonly roleNames: RoleNames,
  ) {}

  async of(actor: Actor, t: Translate) {
    const user = await getUser(this.models, actor, { id: actor.user });
    const [names, roles] = await Promise.all([
      namesOf(this.models, { organisations: [actor.organisation] }),
      this.roleNames.of(user?.roles ?? [], t),
    ]);
    return {
      ...{ name: user?.name ?? null, email: user?.email ?? null, organisation: names[actor.organisation] ?? null },
      roles: [...roles.values()].join(', '),
    };
  }
}
