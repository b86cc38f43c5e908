import { status, type Metadata, type ServiceError } from '@grpc/grpc-js';
import { failure } from './messages';

/** Null for an insecure server, where everyone may do everything. */
export type Users = Readonly<Record<string, string>> | null;

export const anonymous = failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
const unauthenticated = failure(status.UNAUTHENTICATED, 'Unauthenticated');

/** Why the call is refused, or null. */
export function refusal(users: Users, metadata: Metadata): ServiceError | null {
  if (users === null) return null;
  const [header] = metadata.get('authorization');
  if (header === undefined) return anonymous;
  const [user = '', ...password] = Buffer.from(String(header).replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':');
  return users[user] === password.join(':') ? null : unauthenticated;
}
