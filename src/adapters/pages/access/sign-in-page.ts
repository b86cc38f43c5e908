import type { FastifyRequest } from 'fastify';
import type { PageAnswer } from '../rendering/answer';
import { translateFor } from '../rendering/wording';
import { languagesOf } from './languages-of';
import { visitOf } from './visit';

interface SignInView {
  readonly then: string;
  readonly email?: string;
  readonly problem?: string | null;
  readonly status?: number;
  /** A form interrupted by an expired session, encoded by kept-form.ts. */
  readonly kept?: string | null;
}

export function signInPage(
  request: FastifyRequest,
  { then, email = '', problem = null, status = 200, kept = null }: SignInView,
): PageAnswer {
  const languages = languagesOf(visitOf(request).viewer);
  const title = translateFor(request)('access.signIn');
  const view = { then, email, problem, languages, kept };
  return { template: 'access/sign-in', dialog: 'live/sign-in', title, isBare: true, status, view };
}
