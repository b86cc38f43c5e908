import type { UserId } from '../../domain/kernel/ids';
import type { Instant } from '../../domain/kernel/instant';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import type { Clock } from '../system/clock.port';
import type { PasswordWishes } from './sign-in.port';

/** `_id` is the user. */
interface WishDocument extends Document {
  readonly askedAt: Instant;
}

export interface WishParts {
  /** The `ops` database. */
  readonly documents: Documents;
  readonly clock: Clock;
}

const collection = 'password-wishes';

/** Users who requested a password reset, until an administrator creates a link. */
export async function passwordWishes({ documents, clock }: WishParts): Promise<PasswordWishes> {
  await documents.prepare({ name: collection, indexes: [] });
  const put = (user: UserId, document: Document | null) => documents.write([{ collection, id: user, document }]);
  return {
    ask: (user) => put(user, { _id: user, askedAt: clock.now() }),
    async of(users) {
      const found = await documents.getMany<WishDocument>(collection, users);
      return new Map([...found].map(([user, { askedAt }]) => [user, askedAt]));
    },
    done: (user) => put(user, null),
  };
}
