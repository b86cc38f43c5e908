import type { Actor } from '../../domain/people/actor';
import type { ReadModels } from '../kernel/read-models';
import { isWithinReach } from './list-people';
import type { OrganisationItem, TeamItem } from './organisations';

/** Teams of an organisation. Empty if the actor may not see it. */
export async function teamsOf(
  models: ReadModels,
  actor: Actor,
  { organisation }: { readonly organisation: string },
): Promise<readonly TeamItem[]> {
  if (!(await isWithinReach(models, actor, organisation))) return [];
  return (await models.get<OrganisationItem>('organisations', organisation))?.teams ?? [];
}
