import { randomBytes } from 'node:crypto';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import type { Secret } from './key-ring.port';
import { KeysLost } from './keys-check';

const names: readonly Secret[] = ['command-digest', 'reservation', 'import', 'access-log'];
const id = 'secrets';
export const secretsCollection = 'secrets';

type SecretsDocument = Document & { readonly [name in Secret]?: string };

/**
 * Creates missing secrets once. Of several processes that start together, one writes and the others read.
 * @throws {KeysLost} keys exist without secrets; with new secrets every reserved value would be free again
 */
export async function loadSecrets(documents: Documents, blocks: number): Promise<ReadonlyMap<Secret, Buffer>> {
  await documents.prepare({ name: secretsCollection, indexes: [] });
  const stored = await documents.getVersioned<SecretsDocument>(secretsCollection, id);
  if (stored === null && blocks > 0) throw new KeysLost('the keys database has lost its HMAC secrets');
  const missing = names.filter((name) => stored?.document[name] === undefined);
  if (stored !== null && missing.length === 0) {
    return new Map(names.map((name) => [name, Buffer.from(stored.document[name] as string, 'base64')]));
  }
  const fresh = Object.fromEntries(missing.map((name) => [name, randomBytes(32).toString('base64')]));
  await documents.swap(secretsCollection, id, stored?.version ?? null, { ...stored?.document, ...fresh, _id: id });
  return loadSecrets(documents, blocks);
}
