import { loadActor } from '../adapters/world/actor-loader';
import { rootAddress, rootAdministrator } from '../adapters/first-start/bootstrap';
import { streamName } from '../domain/kernel/ids';
import type { Docket } from '../compose/docket';

/** The user for a first token, as `npm run token` accepts it: the root administrator, or null if that user may not sign in. */
export async function firstTokenUser({ emails, loader }: Pick<Docket, 'emails' | 'loader'>): Promise<string | null> {
  if ((await loadActor(loader, rootAdministrator)) === null) return null;
  const isAddress = (await emails.holderOf(rootAddress)) === streamName('user', rootAdministrator);
  return isAddress ? rootAddress : rootAdministrator;
}
