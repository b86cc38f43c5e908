import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const saltBytes = 12;

/** Masked differently on each page, so that compression cannot leak it (BREACH). */
export function formTokenOf(secret: string): string {
  const salt = randomBytes(saltBytes).toString('base64url');
  return `${salt}.${signed(secret, salt)}`;
}

/** Whether the token was made from this secret. */
export function isFormTokenOf(secret: string, token: string): boolean {
  const [salt = '', signature = ''] = token.split('.');
  const [given, expected] = [Buffer.from(signature), Buffer.from(signed(secret, salt))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function signed(secret: string, salt: string): string {
  return createHmac('sha256', secret).update(`form ${salt}`).digest('base64url');
}
