import { randomInt } from 'node:crypto';
import { attemptLimits } from '../adapters/auth/attempts';
import { oneTimeLinks } from '../adapters/auth/one-time-links';
import { PasswordStore } from '../adapters/auth/password-store';
import { passwordWishes } from '../adapters/auth/password-wishes';
import { SessionStore, type SessionStoreParts } from '../adapters/auth/session-store';
import type { SignInParts } from '../adapters/auth/sign-in.port';
import type { ReservedEmails } from '../adapters/desk/people/reserved-emails';
import { rootAdministrator, type DemoToken } from '../adapters/first-start/bootstrap';
import { parseStreamName } from '../domain/kernel/ids';

/** Credentials that the start of a demo shows once. */
export interface DemoAccess {
  readonly people: readonly DemoToken[];
  /** The shared password of the demo's users. Null without users. */
  readonly password: string | null;
}

export interface SignInAccess {
  readonly parts: SignInParts;
  /** Sets the password of the demo's users. It cannot be read again. */
  demo(people: readonly DemoToken[]): Promise<DemoAccess>;
  /** Path of the link that creates the first administrator. Null if any user has a password. */
  setUpLink(): Promise<string | null>;
}

interface AccessParts extends SessionStoreParts {
  readonly emails: () => Pick<ReservedEmails, 'holderOf'>;
}

/** Sign-in of people, stored in the `ops` database. */
export async function openSignIn({ documents, clock, ids, actors, emails }: AccessParts): Promise<SignInAccess> {
  const passwords = await PasswordStore.open({ documents, clock });
  const sessions = await SessionStore.open({ documents, clock, ids, actors });
  const links = await oneTimeLinks({ documents, clock });
  const wishes = await passwordWishes({ documents, clock });
  const userOf = async (email: string) => {
    const holder = parseStreamName((await emails().holderOf(email)) ?? '');
    return holder?.category === 'user' ? holder.id : null;
  };
  return {
    parts: { sessions, passwords, links, wishes, attempts: attemptLimits(clock), userOf, actorOf: actors },
    async demo(people) {
      if (people.length === 0) return { people, password: null };
      const password = demoPassword();
      await passwords.setAll(
        people.map(({ id }) => id),
        password,
      );
      return { people, password };
    },
    async setUpLink() {
      if (await passwords.exist()) return null;
      if ((await actors(rootAdministrator)) === null) return null;
      return `/set-up/${await links.create(rootAdministrator, 'set-up')}`;
    },
  };
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Easy to type, and different for each data folder. */
function demoPassword(): string {
  return `demo-${Array.from({ length: 10 }, () => letters[randomInt(letters.length)] ?? '').join('')}`;
}
