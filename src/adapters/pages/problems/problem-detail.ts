import { errorCodes } from '../../../domain/kernel/errors';
import type { Problem } from '../../web/problems/problem';
import type { Translate } from '../rendering/words';

/** Refusal reasons that exist only on pages. */
export const formReasons = ['form-expired', 'other-site', 'staff-only'] as const;
export type FormReason = (typeof formReasons)[number];

export function reasonIn({ reason }: Problem): FormReason | null {
  return formReasons.find((one) => one === reason) ?? null;
}

/** Details in the reader's language. Null if the problem's title and text are enough. */
export function problemDetail(problem: Problem, t: Translate): string | null {
  const reason = reasonIn(problem);
  if (reason !== null) return t(`problems.reason.${reason}`);
  if (problem.code === 'not-shown-yet') return t('problems.reason.not-shown-yet');
  if (problem.code === 'storage-damaged') return t('problems.reason.storage-damaged');
  const isTold = problem.status < 500 && problem.status !== 404 && problem.code !== 'not-permitted';
  return isTold && (errorCodes as readonly string[]).includes(problem.code) ? t(`forms.refusals.${problem.code}`) : null;
}
