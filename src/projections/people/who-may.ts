import { ERASED } from '../../domain/kernel/event';
import type { Actor } from '../../domain/people/actor';
import type { Permission } from '../../domain/people/permission';
import { can } from '../../domain/people/rights';
import type { ReadModels } from '../kernel/read-models';
import { holdersOf } from './holders';

const mostNames = 3;
/** Reads more than are shown, because some cannot sign in or have no name. */
const mostAsked = 20;

/** Some people with a permission, of the reader's own organisation or of one below it. Empty for readers who may not look people up. */
export async function whoMay(
  models: Pick<ReadModels, 'find' | 'get'>,
  actor: Actor,
  { permission, organisation = actor.organisation }: { readonly permission: Permission; readonly organisation?: string },
): Promise<readonly string[]> {
  if (!can(actor, 'user.read')) return [];
  const { items } = await holdersOf(models, { organisation, permission, limit: mostAsked });
  return items.flatMap(({ name, login }) => (!login || name === null || name === ERASED ? [] : [name])).slice(0, mostNames);
}
