import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { LABELS, type LabelStore } from '../../settings/labels.port';
import { SignInDesk } from '../../desk/access/sign-in-desk';
import { FormReader, type FormEntries } from '../../web/forms/read-form';
import type { PageGate } from '../../web/page-gate.port';
import { EdgeError, type Problem } from '../../web/problems/problem';
import { ProblemPages } from '../problems/problem-pages';
import { cookieOf } from './cookies';
import { formCookie } from './form-cookie';
import { isFormTokenOf } from './form-token';
import { viewerOf } from './viewer';
import { visitOf, type SentForm, type Visit } from './visit';

export const sessionCookie = 'docket';
const formToken = 'form-token';

/** Admits requests to pages: session cookies instead of tokens, and forms only from our own pages. */
@Injectable()
export class Gate implements PageGate {
  constructor(
    private readonly desk: SignInDesk,
    private readonly forms: FormReader,
    private readonly problems: ProblemPages,
    @Inject(LABELS) private readonly labels: LabelStore,
  ) {}

  async admit(request: FastifyRequest, page: 'open' | 'signed-in'): Promise<void> {
    if (request.method === 'POST') refuseOtherSites(request);
    request.visit = await this.visit(request);
    request.actor = request.visit.signedIn?.actor ?? null;
    // Read a late form before refusing it, so that its input survives an expired session.
    if (page === 'signed-in' && request.actor === null && !isInterruptedForm(request)) throw notSignedIn();
  }

  async checkForm(request: FastifyRequest): Promise<void> {
    const { formSecret, signedIn } = visitOf(request);
    if (signedIn === null && request.routeOptions.config.page === 'signed-in') return this.keepInterruptedForm(request);
    // Called again before each file. Visitors send none, so nobody without a session can fill the disk.
    const checkFile = (entries: FormEntries): void => {
      check(entries);
      if (signedIn === null) throw new EdgeError('unsupported-media-type', 'This form takes no files. Send its fields alone.');
    };
    const check = (entries: FormEntries): void => {
      const token = entries.find(([name]) => name === formToken)?.[1] ?? '';
      if (!isFormTokenOf(formSecret, token))
        throw new EdgeError(
          'not-permitted',
          'This form is older than your session. Go back, load the page again, and send it once more.',
          { reason: 'form-expired' },
        );
    };
    const sent: SentForm = request.isMultipart()
      ? await this.forms.readEntries(request, checkFile)
      : { entries: (request.body ?? []) as FormEntries, files: [] };
    check(sent.entries);
    request.sentForm = { ...sent, entries: sent.entries.map(([name, value]) => [name, value.replaceAll('\r\n', '\n')]) };
  }

  /** The expired session's cookie still proves that the form is ours. Files are dropped. @throws {EdgeError} always */
  private async keepInterruptedForm(request: FastifyRequest): Promise<void> {
    const secret = cookieOf(request, sessionCookie) ?? '';
    const refuse = (entries: FormEntries): never => {
      const token = entries.find(([name]) => name === formToken)?.[1] ?? '';
      if (isFormTokenOf(secret, token)) request.sentForm = { entries, files: [] };
      throw notSignedIn();
    };
    if (request.isMultipart()) refuse((await this.forms.readEntries(request, refuse)).entries);
    refuse((request.body ?? []) as FormEntries);
  }

  /** Browsers get a page even for unknown routes. API paths always answer JSON. */
  wantsPage(request: FastifyRequest): boolean {
    const { page, live } = request.routeOptions.config;
    if (live === true) return false;
    if (page !== undefined) return true;
    const path = request.originalUrl;
    return request.is404 && !/^\/v1(\/|$)/.test(path) && /\btext\/html\b/.test(request.headers.accept ?? '');
  }

  async show(problem: Problem, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    request.visit ??= await this.visit(request).catch(() => anonymousVisit(request));
    await this.problems.show(problem, request, reply);
  }

  private async visit(request: FastifyRequest): Promise<Visit> {
    const secret = cookieOf(request, sessionCookie);
    const signedIn = secret === null ? null : await this.desk.authenticate(secret);
    if (secret === null || signedIn === null) return anonymousVisit(request);
    const viewer = viewerOf(request);
    const labels = (await this.labels.of(signedIn.actor.organisation))[viewer.language] ?? {};
    return { signedIn, viewer, labels, formSecret: secret, isNew: false };
  }
}

const notSignedIn = (): EdgeError => new EdgeError('unauthenticated', 'Sign in to see this page.');

/** Whether the request has the cookie of an expired session. */
function isInterruptedForm(request: FastifyRequest): boolean {
  return request.method === 'POST' && (cookieOf(request, sessionCookie) ?? '').length >= 40;
}

function anonymousVisit(request: FastifyRequest): Visit {
  const known = cookieOf(request, formCookie);
  const isNew = known === null || known.length < 20;
  const formSecret = isNew ? randomBytes(24).toString('base64url') : known;
  return { signedIn: null, viewer: viewerOf(request), labels: {}, formSecret, isNew };
}

/** Checks the Origin and Sec-Fetch-Site headers. Browsers without them are protected by the form token alone. */
function refuseOtherSites({ headers, host }: FastifyRequest): void {
  const { origin, 'sec-fetch-site': site } = headers;
  const isOurs = site === undefined ? origin === undefined || hostOf(origin) === host : site === 'same-origin' || site === 'none';
  if (!isOurs)
    throw new EdgeError('not-permitted', 'This form was sent by a page of another site, and nothing was done.', {
      reason: 'other-site',
    });
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
