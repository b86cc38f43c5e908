import { hash, randomBytes } from 'node:crypto';

/** 256 random bits, encoded for headers, cookies and URLs. */
export function newSecret(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

/** The hash under which a secret is stored. It cannot be used to sign in. */
export function digestOf(secret: string): string {
  return hash('sha256', secret, 'hex');
}
