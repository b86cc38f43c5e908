import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import type { SignedIn } from '../../auth/sign-in.port';
import type { Upload } from '../../desk/files/uploads';
import type { FormEntries } from '../../web/forms/read-form';
import type { Viewer } from './viewer';

/** A page request: its visitor and their preferences. */
export interface Visit {
  /** Null for visitors of public pages. */
  readonly signedIn: SignedIn | null;
  readonly viewer: Viewer;
  /** Words of the reader's organisation that replace the default ones (C27). */
  readonly labels: Readonly<Record<string, string>>;
  /** Secret of form tokens: the session's, or a separate one without a session. */
  readonly formSecret: string;
  /** Whether the secret is new and its cookie must still be set. */
  readonly isNew: boolean;
}

export interface SentForm {
  readonly entries: FormEntries;
  readonly files: readonly Upload[];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the gate, for pages. */
    visit?: Visit;
    /** Set by the gate for forms with a valid token. */
    sentForm?: SentForm;
  }
}

const requestIn = (context: ExecutionContext): FastifyRequest => context.switchToHttp().getRequest<FastifyRequest>();

export function visitOf({ visit, url }: FastifyRequest): Visit {
  if (visit === undefined) throw new Error(`${url} is no page`);
  return visit;
}

export function signedInOf(request: FastifyRequest): SignedIn {
  const { signedIn } = visitOf(request);
  if (signedIn === null) throw new Error(`${request.url} is open and asks who signed in`);
  return signedIn;
}

/** The signed-in user. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Actor => signedInOf(requestIn(context)).actor);

export const Session = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => signedInOf(requestIn(context)));

/** The submitted form. */
export const Sent = createParamDecorator((_: unknown, context: ExecutionContext): SentForm => {
  const { sentForm, url } = requestIn(context);
  if (sentForm === undefined) throw new Error(`${url} was posted no form`);
  return sentForm;
});

/** The last value of a field, or empty if it is missing. */
export function valueIn({ entries }: SentForm, name: string): string {
  return entries.filter(([field]) => field === name).at(-1)?.[1] ?? '';
}
