import type { User } from './people-records';

export type State = 'active' | 'waiting' | 'suspended' | 'erased' | 'noLogin';

/** State of an account, as one word. */
export function stateOf({ active, erased, suspended, login }: Pick<User, 'active' | 'erased' | 'suspended' | 'login'>): State {
  if (erased) return 'erased';
  if (!login) return 'noLogin';
  if (suspended) return 'suspended';
  return active ? 'active' : 'waiting';
}
