import type { ShownAggregate } from '../context';
import { decide, needs } from './user.decide';
import type { UserCommand } from './user.commands';
import { userEventTypes, type UserEvent } from './user.events';
import { evolve, userView, type UserState } from './user.state';
import type { UserView } from './views';

/** Stream `user-<uuid>`. */
export const user: ShownAggregate<UserCommand, UserState, UserEvent, UserView> = {
  category: 'user',
  eventTypes: userEventTypes,
  initial: { status: 'unregistered' },
  evolve,
  decide,
  needs,
  shows: { view: userView, brings: ({ organisation }) => [['organisation', organisation]] },
  facets: () => null,
};

export { isActive, userView, type RegisteredUser, type UserState } from './user.state';
