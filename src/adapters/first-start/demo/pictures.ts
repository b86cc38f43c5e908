import type { NamedFile } from '../../../domain/ticket/ticket.commands';
import type { FileVault, KeptFile } from '../../files/file-vault.port';
import type { Ids } from '../../system/clock.port';
import { readPicture } from './stories';

export interface KeptPicture extends KeptFile {
  /** The file as named in a command. */
  readonly named: NamedFile;
}

/** Stores pictures in the vault, and discards those that no fact names. */
export async function keepPictures(
  { vault, ids }: { readonly vault: FileVault; readonly ids: Ids },
  names: readonly string[],
): Promise<readonly KeptPicture[]> {
  const kept: KeptPicture[] = [];
  for (const name of names) {
    const file = await vault.keep(asStream(readPicture(name)));
    const { sha256, bytes, keyId } = file;
    kept.push({ ...file, named: { file: ids.next(), name, mediaType: 'image/png', sha256, bytes, keyId } });
  }
  return kept;
}

// eslint-disable-next-line @typescript-eslint/require-await -- the vault takes streams
async function* asStream(content: Buffer): AsyncIterable<Uint8Array> {
  yield content;
}
