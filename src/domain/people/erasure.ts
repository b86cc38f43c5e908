import type { DecisionContext, Need } from '../context';
import type { OrganisationId, PersonSubject } from '../kernel/ids';
import type { SubjectErased } from './user.events';

/** A user or a contact, who can be erased. */
interface Erasable {
  readonly status: string;
  readonly organisation: OrganisationId;
}

/**
 * Rule 7. A title or a description revised after the erasure is sealed in the person's name again, and readable until they are
 * erased again. A further erasure is recorded only if something was written. The caller has checked the permission.
 */
export function eraseSubject(
  subject: PersonSubject,
  { status }: Pick<Erasable, 'status'>,
  context: DecisionContext,
): readonly SubjectErased[] {
  if (status === 'erased' && context.world.sealedSinceErasure(subject) === undefined) return [];
  return [{ type: 'SubjectErased', audience: 'everyone', data: {} }];
}

export function needsToErase(subject: PersonSubject, { status, organisation }: Erasable): readonly Need[] {
  const itself: Need = ['organisation', organisation];
  return status === 'erased' ? [itself, ['sealedSinceErasure', subject]] : [itself];
}
