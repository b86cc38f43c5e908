import type { Aggregate } from '../kernel/decider';
import { decide, needs } from './user.decide';
import type { UserCommand } from './user.commands';
import { userEventTypes, type UserEvent } from './user.events';
import { evolve, type UserState } from './user.state';

/** Stream `user-<uuid>`. */
export const user: Aggregate<UserCommand, UserState, UserEvent> = {
  category: 'user',
  eventTypes: userEventTypes,
  initial: { status: 'unregistered' },
  evolve,
  decide,
  needs,
  facets: () => null,
};

export { isActive, userView, type RegisteredUser, type UserState } from './user.state';
