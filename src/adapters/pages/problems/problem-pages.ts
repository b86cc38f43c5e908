import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { READ_MODELS } from '../../desk/tokens';
import type { Problem } from '../../web/problems/problem';
import { visitOf } from '../access/visit';
import { isPartial, PageDrawer } from '../rendering/page-drawer';
import { translateFor } from '../rendering/wording';

/** What a page that cannot be shown says instead, by status; every other one is told like a wrong request. */
const kinds: Readonly<Record<number, string>> = {
  403: 'notAllowed',
  404: 'notFound',
  405: 'notFound',
  413: 'tooLarge',
  500: 'broken',
  503: 'later',
};

const signInPath = '/sign-in';

@Injectable()
export class ProblemPages {
  constructor(
    private readonly drawer: PageDrawer,
    @Inject(READ_MODELS) private readonly models: ReadModels,
  ) {}

  async show(problem: Problem, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (problem.status === 401) return this.send(request, reply, { to: signInAddress(request) });
    const kind = kinds[problem.status] ?? 'wrong';
    const percent = kind === 'later' ? await this.progress() : null;
    await this.send(request, reply, {
      template: 'problems/problem',
      title: translateFor(request)(`problems.${kind}.title`),
      status: problem.status,
      view: {
        ...{ kind, percent, reference: problem.status >= 500 ? problem.correlationId : null },
        detail: kind === 'wrong' || kind === 'notAllowed' ? problem.detail : null,
        isSignedIn: visitOf(request).signedIn !== null,
      },
    });
  }

  private async send(request: FastifyRequest, reply: FastifyReply, answer: Parameters<PageDrawer['draw']>[0]): Promise<void> {
    void reply.send(await this.drawer.draw(answer, request, reply));
  }

  /** Of the read model that is furthest behind; null where none is built anew. */
  private async progress(): Promise<number | null> {
    const status = await this.models.status().catch(() => []);
    const percents = status.flatMap(({ rebuildPercent }) => (rebuildPercent === null ? [] : [rebuildPercent]));
    return percents.length === 0 ? null : Math.min(...percents);
  }
}

/** Comes back here once somebody has signed in; after a form that was sent, to the page that it stood on. */
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
