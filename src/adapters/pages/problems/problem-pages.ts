import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { permissions, type Permission } from '../../../domain/people/permission';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { whoMay } from '../../../projections/people/who-may';
import { READ_MODELS } from '../../desk/tokens';
import type { Problem } from '../../web/problems/problem';
import { keepForm } from '../access/kept-form';
import { signInPage } from '../access/sign-in-page';
import { visitOf } from '../access/visit';
import type { PageAnswer } from '../rendering/answer';
import { isPartial, PageDrawer } from '../rendering/page-drawer';
import { translateFor } from '../rendering/wording';
import type { Translate } from '../rendering/words';
import { problemDetail, reasonIn } from './problem-detail';
import { againOf, isWorthKeeping, sentAgain } from './sent-again';

/** Error pages by status. Other statuses are shown as an invalid request. */
const kinds: Readonly<Record<number, string>> = {
  403: 'notAllowed',
  404: 'notFound',
  405: 'notFound',
  413: 'tooLarge',
  500: 'broken',
  503: 'later',
};

const signInPath = '/sign-in';
/** A page that is not ready yet reloads itself, even without scripts. */
const againSeconds = 3;

@Injectable()
export class ProblemPages {
  constructor(
    private readonly drawer: PageDrawer,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  async show(problem: Problem, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (problem.status === 401) return this.send(request, reply, signInFirst(request));
    const kind = kinds[problem.status] ?? 'wrong';
    if (isReloaded(problem, request)) void reply.header('refresh', String(againSeconds));
    const reason = reasonIn(problem);
    if (reason !== null) void reply.header('docket-reason', reason);
    const title = translateFor(request)(`problems.${kind}.title`);
    const view = await this.view(problem, request);
    await this.send(request, reply, { template: 'problems/problem', title, status: problem.status, view: { kind, ...view } });
  }

  private async view(problem: Problem, request: FastifyRequest) {
    const { status, correlationId } = problem;
    return {
      isReloaded: isReloaded(problem, request),
      percent: status === 503 ? await this.progress() : null,
      detail: problemDetail(problem, translateFor(request)),
      ...{ whoMay: await this.whoMay(problem, request), permission: permissionName(problem, translateFor(request)) },
      ...(status >= 500 ? { reference: correlationId, again: sentAgain(request) } : { reference: null, again: null }),
      isSignedIn: visitOf(request).signedIn !== null,
    };
  }

  private async send(request: FastifyRequest, reply: FastifyReply, answer: PageAnswer): Promise<void> {
    void reply.send(await this.drawer.draw(answer, request, reply));
  }

  /** Rebuild progress of the read model furthest behind. Null if none is being rebuilt. */
  private async progress(): Promise<number | null> {
    const status = await this.models.status().catch(() => []);
    const percents = status.flatMap(({ rebuildPercent }) => (rebuildPercent === null ? [] : [rebuildPercent]));
    return percents.length === 0 ? null : Math.min(...percents);
  }

  /** Names of people who can help. Null if nobody can be named. */
  private async whoMay(problem: Problem, request: FastifyRequest): Promise<string | null> {
    const permission = permissionIn(problem);
    const { signedIn } = visitOf(request);
    if (permission === null || !isPermission(permission) || signedIn === null) return null;
    const names = await whoMay(this.models, signedIn.actor, { permission }).catch(() => []);
    return names.length === 0 ? null : names.join(', ');
  }
}

const isReloaded = ({ status }: Problem, { method }: FastifyRequest): boolean => status === 503 && method === 'GET';

/** Display name of the missing permission, or null. */
function permissionName(problem: Problem, t: Translate): string | null {
  const permission = permissionIn(problem);
  return permission === null || !isPermission(permission) ? permission : t(`people.permission.${permission}`);
}

const isPermission = (text: string): text is Permission => (permissions as readonly string[]).includes(text);

function permissionIn({ status, permission }: Problem): string | null {
  return status === 403 && typeof permission === 'string' ? permission : null;
}

function signInFirst(request: FastifyRequest): PageAnswer {
  const { sentForm, originalUrl } = request;
  const to = signInAddress(request);
  if (sentForm === undefined || isPartial(request) || !isWorthKeeping(againOf(originalUrl, sentForm.entries))) return { to };
  const kept = keepForm(originalUrl, sentForm.entries);
  return signInPage(request, { then: refererPath(request), kept, status: 401 });
}

/** Returns here after sign-in. For a submitted form, returns to its page. */
function signInAddress(request: FastifyRequest): string {
  const from = request.method === 'GET' && !isPartial(request) ? request.originalUrl : refererPath(request);
  return from === '/' ? signInPath : `${signInPath}?then=${encodeURIComponent(from)}`;
}

function refererPath({ headers, host }: FastifyRequest): string {
  const { referer } = headers;
  if (referer === undefined || !URL.canParse(referer)) return '/';
  const url = new URL(referer);
  return url.host === host ? `${url.pathname}${url.search}` : '/';
}
