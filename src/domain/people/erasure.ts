import type { DecisionContext, Need } from '../context';
import type { OrganisationId, Subject } from '../kernel/ids';
import type { SubjectErased } from './user.events';

/** A user or a contact, who can be erased. */
interface Person {
  readonly status: string;
  readonly organisation: OrganisationId;
}

/**
 * Rule 7. What others write on an erased person's tickets is sealed in that person's name and readable until they are erased
 * again. A further erasure is recorded only if something was written. The caller has checked the permission.
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
