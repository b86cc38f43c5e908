import { loadActor } from '../adapters/world/actor-loader';
import { rootAddress, rootAdministrator } from '../adapters/first-start/bootstrap';
import { streamName } from '../domain/kernel/ids';
import type { Docket } from '../compose/docket';

/** For whom the operator makes the first token, as `npm run token` takes them: the root's administrator. Null where that one may not sign in. */
export async function firstToEnter({ emails, loader }: Pick<Docket, 'emails' | 'loader'>): Promise<string | null> {
  if ((await loadActor(loader, rootAdministrator)) === null) return null;
  const isAddress = (await emails.holderOf(rootAddress)) === streamName('user', rootAdministrator);
  return isAddress ? rootAddress : rootAdministrator;
}
