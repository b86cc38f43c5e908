import type { Actor } from '../../domain/people/actor';
import { can } from '../../domain/people/rights';
import type { ApprovalSide } from '../../domain/people/user.events';
import type { ReadModels } from '../kernel/read-models';
import { aboveOrganisation } from './custody-chain';
import type { UserItem } from './users';
import { whoMay } from './who-may';

export interface MissingConsent {
  readonly side: ApprovalSide;
  readonly mayGive: boolean;
  /** Whose consent is missing. Null if nobody is above the user's organisation. */
  readonly organisation: string | null;
  /** Some people there who may give it, for readers who may look them up. */
  readonly names: readonly string[];
}

type Account = Pick<UserItem, 'organisation' | 'missingApprovals'>;

/** The consents that an account waits for. The reader may read the user, so belongs to their organisation or to one above it. */
export async function missingConsents(
  models: Pick<ReadModels, 'find' | 'get'>,
  actor: Actor,
  user: Account,
): Promise<readonly MissingConsent[]> {
  return Promise.all((user.missingApprovals as readonly ApprovalSide[]).map((side) => consentOf(models, actor, { user, side })));
}

async function consentOf(
  models: Pick<ReadModels, 'find' | 'get'>,
  actor: Actor,
  { user, side }: { readonly user: Account; readonly side: ApprovalSide },
): Promise<MissingConsent> {
  const isAbove = actor.organisation !== user.organisation;
  const mayGive = can(actor, 'user.approve') && isFor(actor, { side, isAbove });
  if (side === 'vendor' && !isAbove) {
    const [vendor] = await aboveOrganisation(models, user.organisation);
    return { side, mayGive, organisation: vendor?._id ?? null, names: [] };
  }
  const organisation = side === 'vendor' ? actor.organisation : user.organisation;
  const names = mayGive ? [] : await whoMay(models, actor, { permission: 'user.approve', organisation });
  return { side, mayGive, organisation, names };
}

/** From above, an organisation's own consent is given only by those who may found organisations. */
function isFor(actor: Actor, { side, isAbove }: { readonly side: ApprovalSide; readonly isAbove: boolean }): boolean {
  if (side === 'vendor') return isAbove;
  return !isAbove || can(actor, 'organisation.create');
}
