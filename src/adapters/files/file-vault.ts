import { createCipheriv, createDecipheriv, createHash, randomBytes, type DecipherGCM } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import type { DrawnKey, KeyRing } from '../keys/key-ring.port';
import type { BlobStore } from './blob-store.port';
import { FileDamaged, type FileVault } from './file-vault.port';

/**
 * Stored format: `DKF1`, length of the key id (1 byte), key id, nonce (12 bytes), AES-256-GCM ciphertext, tag (16 bytes). Everything
 * before the ciphertext is associated data. A file contains its key id, so only the key ring is needed to open it.
 */
const magic = Buffer.from('DKF1', 'ascii');
const nonceBytes = 12;
const tagBytes = 16;

export function fileVault(blobs: BlobStore, keys: Pick<KeyRing, 'draw' | 'open' | 'destroy'>): FileVault {
  return {
    async keep(content, note) {
      const key = await keys.draw();
      await note?.(key.id);
      const seen = { hash: createHash('sha256'), bytes: 0 };
      const { sha256 } = await blobs.put(encrypt(content, key, seen));
      return { sha256, bytes: seen.bytes, keyId: key.id, plainSha256: seen.hash.digest('hex') };
    },

    async open(sha256) {
      const size = await blobs.size(sha256);
      if (size === null) return null;
      await verifyHash(blobs, sha256);
      const { header, keyId } = await readHeader(blobs, sha256);
      const key = (await keys.open([keyId])).get(keyId) ?? null;
      if (key === null) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, header.subarray(-nonceBytes)).setAAD(header);
      decipher.setAuthTag(await bytesOf(blobs, sha256, { start: size - tagBytes }));
      if (size === header.length + tagBytes) return Readable.from([]);
      return decrypt(await mustGet(blobs, sha256, { start: header.length, end: size - tagBytes - 1 }), decipher);
    },

    async discard(files) {
      await keys.destroy(files.map(({ keyId }) => keyId));
      for (const { sha256 } of files) if (sha256 !== null) await blobs.remove(sha256);
    },
  };
}

interface ContentStats {
  readonly hash: ReturnType<typeof createHash>;
  bytes: number;
}

async function* encrypt(
  content: AsyncIterable<Uint8Array>,
  { id, key }: DrawnKey,
  seen: ContentStats,
): AsyncIterable<Uint8Array> {
  const nonce = randomBytes(nonceBytes);
  const header = Buffer.concat([magic, Buffer.from([Buffer.byteLength(id)]), Buffer.from(id), nonce]);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(header);
  yield header;
  for await (const chunk of content) {
    seen.hash.update(chunk);
    seen.bytes += chunk.length;
    yield cipher.update(chunk);
  }
  yield cipher.final();
  yield cipher.getAuthTag();
}

/** GCM verifies its tag only at the end, so the hash is verified before any content is returned. */
async function verifyHash(blobs: BlobStore, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of await mustGet(blobs, sha256, {})) hash.update(chunk as Buffer);
  if (hash.digest('hex') !== sha256) throw new FileDamaged(sha256);
}

async function readHeader(blobs: BlobStore, sha256: string): Promise<{ readonly header: Buffer; readonly keyId: string }> {
  const start = await bytesOf(blobs, sha256, { start: 0, end: magic.length + 255 + nonceBytes });
  const idEnd = magic.length + 1 + (start[magic.length] ?? 0);
  if (!start.subarray(0, magic.length).equals(magic)) throw new FileDamaged(sha256);
  return { header: start.subarray(0, idEnd + nonceBytes), keyId: start.subarray(magic.length + 1, idEnd).toString() };
}

type Range = NonNullable<Parameters<BlobStore['get']>[1]>;

async function mustGet(blobs: BlobStore, sha256: string, range: Range): Promise<Readable> {
  const content = await blobs.get(sha256, range);
  if (content === null) throw new FileDamaged(sha256);
  return content;
}

async function bytesOf(blobs: BlobStore, sha256: string, range: Range): Promise<Buffer> {
  return Buffer.concat((await (await mustGet(blobs, sha256, range)).toArray()) as Buffer[]);
}

function decrypt(content: Readable, decipher: DecipherGCM): Readable {
  // The reader sees an error as an aborted stream.
  return pipeline(content, decipher, () => undefined);
}
