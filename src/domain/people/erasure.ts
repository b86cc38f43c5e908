import type { DecisionContext, Need } from '../context';
import type { OrganisationId, Subject } from '../kernel/ids';
import type { SubjectErased } from './user.events';

/** A person whose stream may be told to forget them: a user or a contact. */
interface Person {
  readonly status: string;
  readonly organisation: OrganisationId;
}

/**
 * Rule 7. What others write on the tickets of somebody erased is theirs again and stays readable, until they are erased again: that is
 * recorded only where something was written. Whether the asker may is settled before.
 */
export function eraseSubject(
  subject: Subject,
  { status }: Pick<Person, 'status'>,
  context: DecisionContext,
): readonly SubjectErased[] {
  if (status === 'erased' && context.world.sealedSinceErasure(subject) === undefined) return [];
  return [{ type: 'SubjectErased', audience: 'everyone', data: {} }];
}

export function needsToErase(subject: Subject, { status, organisation }: Person): readonly Need[] {
  const itself: Need = ['organisation', organisation];
  return status === 'erased' ? [itself, ['sealedSinceErasure', subject]] : [itself];
}
