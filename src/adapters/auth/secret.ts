import { hash, randomBytes } from 'node:crypto';

/** 256 bits, as they stand in a header, a cookie or an address. */
export function newSecret(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/** Under which a secret is stored: what is stored opens nothing. */
export function digestOf(secret: string): string {
  return hash('sha256', secret, 'hex');
}
