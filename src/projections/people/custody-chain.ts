import type { Actor } from '../../domain/people/actor';
import type { ReadModels } from '../kernel/read-models';
import type { OrganisationItem } from './organisations';

export interface ChainLink {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

interface Chain {
  /** Those above `from`, nearest first. */
  readonly up: readonly ChainLink[];
  readonly others: readonly ChainLink[];
}

/** Nobody stands higher above a customer. */
const mostLevels = 10;

/**
 * Who stands above an organisation, for the form that hands a ticket on. Asked by people who handle a ticket there, and so may know where
 * it can go; names and kinds are all that is told.
 */
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
