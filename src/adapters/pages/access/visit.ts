import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import type { SignedIn } from '../../auth/sign-in.port';
import type { Upload } from '../../desk/files/uploads';
import type { FormEntries } from '../../web/forms/read-form';
import type { Viewer } from './viewer';

/** One request for a page: who came and how they see it. */
export interface Visit {
  /** Null on pages that are open to everybody. */
  readonly signedIn: SignedIn | null;
  readonly viewer: Viewer;
  /** Words of the reader's organisation in place of ours (C27). */
  readonly labels: Readonly<Record<string, string>>;
  /** What form tokens are made of: the session's secret, or one for somebody who has no session. */
  readonly formSecret: string;
  /** The secret is new, and its cookie is yet to be set. */
  readonly isNew: boolean;
}

export interface SentForm {
  readonly entries: FormEntries;
  readonly files: readonly Upload[];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Of pages, set by the gate. */
    visit?: Visit;
    /** Of forms posted to pages, set by the gate once their token was right. */
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

/** Who has signed in. */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Actor => signedInOf(requestIn(context)).actor);

export const Session = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => signedInOf(requestIn(context)));

/** What was posted. */
export const Sent = createParamDecorator((_: unknown, context: ExecutionContext): SentForm => {
  const { sentForm, url } = requestIn(context);
  if (sentForm === undefined) throw new Error(`${url} was posted no form`);
  return sentForm;
});

/** The last value of a field; empty where it did not come. */
export function valueIn({ entries }: SentForm, name: string): string {
  return entries.filter(([field]) => field === name).at(-1)?.[1] ?? '';
}
