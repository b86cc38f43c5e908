import type { UserId } from '../../domain/kernel/ids';
import { day, plus, type Instant } from '../../domain/kernel/instant';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import type { Clock } from '../system/clock.port';
import { digestOf, newSecret } from './secret';
import type { LinkPurpose, OneTimeLinks } from './sign-in.port';

/** `_id` is purpose and user, so a new link replaces the previous one. */
interface LinkDocument extends Document {
  readonly secret: string;
  readonly user: UserId;
  readonly purpose: LinkPurpose;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
}

interface Found {
  readonly document: LinkDocument;
  readonly version: number;
}

export interface LinkParts {
  /** The `ops` database. */
  readonly documents: Documents;
  readonly clock: Clock;
}

const collection = 'one-time-links';
const pattern = /^[\w-]{43}$/;
/** Set-up may take days. A password reset is urgent. */
const days: Readonly<Record<LinkPurpose, number>> = { 'set-up': 7, password: 1 };

export async function oneTimeLinks({ documents, clock }: LinkParts): Promise<OneTimeLinks> {
  await documents.prepare({ name: collection, indexes: [{ fields: [{ field: 'secret' }] }] });
  const known = async (secret: string): Promise<Found | null> => {
    if (!pattern.test(secret)) return null;
    const where = [{ field: 'secret', eq: digestOf(secret) }];
    const [named] = (await documents.find<LinkDocument>(collection, { where, limit: 1 })).items;
    const found = named === undefined ? null : await documents.getVersioned<LinkDocument>(collection, named._id);
    return found?.document.secret === digestOf(secret) ? found : null;
  };
  const valid = async (secret: string): Promise<Found | null> => {
    const found = await known(secret);
    return found?.document.usedAt === null && found.document.expiresAt > clock.now() ? found : null;
  };
  return {
    async create(user, purpose) {
      const secret = newSecret('');
      const id = `${purpose} ${user}`;
      const expiresAt = plus(clock.now(), days[purpose] * day);
      const document: LinkDocument = { _id: id, secret: digestOf(secret), user, purpose, expiresAt, usedAt: null };
      const before = await documents.getVersioned<LinkDocument>(collection, id);
      await documents.swap(collection, id, before?.version ?? null, document);
      return secret;
    },
    async find(secret) {
      const found = await valid(secret);
      return found === null ? null : { user: found.document.user, purpose: found.document.purpose };
    },
    async use(secret) {
      const found = await valid(secret);
      if (found === null) return false;
      const { document, version } = found;
      return documents.swap(collection, document._id, version, { ...document, usedAt: clock.now() });
    },
    async release(secret) {
      const found = await known(secret);
      if (found === null) return;
      await documents.swap(collection, found.document._id, found.version, { ...found.document, usedAt: null });
    },
  };
}
