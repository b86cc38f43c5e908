import type { Actor } from '../../domain/people/actor';
import type { ReadModels } from '../kernel/read-models';
import type { OrganisationItem } from './organisations';

export interface ChainLink {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

interface Chain {
  /** Organisations above `from`, nearest first. */
  readonly up: readonly ChainLink[];
  readonly others: readonly ChainLink[];
}

/** Maximum depth of the hierarchy above a customer. */
const mostLevels = 10;

/** The organisations above one, for the forward form. The reader handles a ticket there, so they may see the names and kinds of its targets. */
export async function custodyChain(
  models: ReadModels,
  actor: Actor,
  { from, others }: { readonly from: string; readonly others: readonly string[] },
): Promise<Chain> {
  const known = await models.getMany<OrganisationItem>('organisations', [...new Set([from, ...others])]);
  const up = await aboveOrganisation(models, from);
  const isTheirs = actor.organisation === from || actor.organisationKind === 'admin';
  return { up: isTheirs ? up.map(linkOf) : [], others: [...known.values()].map(linkOf) };
}

/** Nearest first. */
export async function aboveOrganisation(models: Pick<ReadModels, 'get'>, id: string): Promise<readonly OrganisationItem[]> {
  const up: OrganisationItem[] = [];
  let next = (await models.get<OrganisationItem>('organisations', id))?.parent ?? null;
  while (next !== null && up.length < mostLevels) {
    const above: OrganisationItem | null = await models.get<OrganisationItem>('organisations', next);
    if (above === null) break;
    up.push(above);
    next = above.parent;
  }
  return up;
}

const linkOf = ({ _id, name, kind }: OrganisationItem): ChainLink => ({ id: _id, name, kind });
