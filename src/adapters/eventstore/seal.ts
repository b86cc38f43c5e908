import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import type { DrawnKey } from '../keys/key-ring.port';

const algorithm = 'aes-256-gcm';
const tagBytes = 16;
export const nonceBytes = 12;
export const saltBytes = 16;

export interface Sealed {
  readonly nonce: string;
  readonly text: string;
}

/**
 * AES-256-GCM (NIST SP 800-38D). The key must seal nothing else. The associated data bind the box to its fact.
 * Both results are base64; `text` is ciphertext and tag.
 */
export function seal(
  text: string,
  { key }: Pick<DrawnKey, 'key'>,
  associated: string,
  nonce: Buffer = randomPart(nonceBytes),
): Sealed {
  const cipher = createCipheriv(algorithm, key, nonce);
  cipher.setAAD(Buffer.from(associated));
  const box = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { nonce: nonce.toString('base64'), text: box.toString('base64') };
}

/** @throws if the key, nonce, associated data or text differs from what was sealed */
export function unseal(sealed: Sealed, key: Buffer, associated: string): string {
  const box = Buffer.from(sealed.text, 'base64');
  const decipher = createDecipheriv(algorithm, key, Buffer.from(sealed.nonce, 'base64'), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(associated));
  decipher.setAuthTag(box.subarray(-tagBytes));
  return decipher.update(box.subarray(0, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
}

/** A system call for a few random bytes costs more than sealing a box, so random bytes are drawn a page at a time. */
let page = Buffer.alloc(0);

export function randomPart(bytes: number): Buffer {
  if (page.length < bytes) page = randomFillSync(Buffer.allocUnsafeSlow(8192));
  const part = page.subarray(0, bytes);
  page = page.subarray(bytes);
  return part;
}
