import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Clock, Ids } from '../../system/clock.port';
import { CLOCK, IDS } from '../../desk/tokens';
import { cookieLine, cookieOf } from '../access/cookies';
import { formTokenOf } from '../access/form-token';
import { formCookie } from '../access/form-cookie';
import { visitOf, type Visit } from '../access/visit';
import { looksOf } from '../layout/looks';
import { Shell } from '../layout/shell';
import type { Going, PageAnswer, PageOf, Toast } from './answer';
import type { Face } from './face';
import { formatsFor } from './formats';
import { site } from './site';
import { codingFor } from './static-assets';
import { translateFor } from './wording';

const toastCookie = 'docket-toast';
const toastSeconds = 60;
const regionsHeader = 'docket-regions';

/** Content security policy: everything from this origin only. */
export const policy = [
  "default-src 'none'",
  ...["script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "font-src 'self'", "connect-src 'self'"],
  ...["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
].join('; ');

/** Draws a controller's result as a response. */
@Injectable()
export class PageDrawer {
  constructor(
    private readonly shell: Shell,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async draw(answer: PageAnswer, request: FastifyRequest, reply: FastifyReply): Promise<Buffer | string> {
    return 'to' in answer ? go(answer, request, reply) : this.page(answer, request, reply);
  }

  /** Words and formats of the request's reader. */
  face(request: FastifyRequest): Face {
    const { viewer, formSecret } = visitOf(request);
    return {
      t: translateFor(request),
      formats: formatsFor(viewer.language, viewer.timeZone, this.clock.now()),
      asset: (name) => site().assets.url(name),
      formToken: formTokenOf(formSecret),
      freshKey: () => this.ids.next(),
    };
  }

  private async page(page: PageOf, request: FastifyRequest, reply: FastifyReply): Promise<Buffer> {
    const face = this.face(request);
    const visit = visitOf(request);
    rememberVisitor(visit, request, reply);
    for (const cookie of page.cookies ?? []) void reply.header('set-cookie', cookieLine(request, cookie));
    void reply
      .status(page.status ?? 200)
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('referrer-policy', 'same-origin')
      .header('cache-control', 'no-store')
      .header('vary', 'HX-Request, Docket-Regions, Accept-Encoding, Accept-Language, Cookie');
    return packed(await this.html(page, face, { request, reply }), request, reply);
  }

  private async html(page: PageOf, face: Face, exchange: Exchange): Promise<string> {
    const { request } = exchange;
    if (isPartial(request) && page.dialog !== undefined) return render(page.dialog, page, face);
    // A live page requests only its regions, because it already has the frame.
    if (request.headers[regionsHeader] !== undefined) return render(page.template, page, face);
    return this.whole(page, face, exchange);
  }

  private async whole(page: PageOf, face: Face, { request, reply }: Exchange): Promise<string> {
    const body = render(page.template, page, face);
    const visit = visitOf(request);
    const { language, theme, density, keys } = visit.viewer;
    const frame = { title: page.title, body, language, theme: theme === 'system' ? null : theme, density, keys };
    if (visit.signedIn === null || page.isBare === true) return site().templates.render('layout/bare', frame, face);
    const toast = toastOf(request, reply, face);
    const shell = await this.shell.of(visit.signedIn.actor, page.here ?? null, request.originalUrl);
    return site().templates.render('layout/layout', { ...frame, ...shell, toast, looks: looksOf(visit.viewer, face.t) }, face);
  }
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Whether a script requested a fragment of the page. */
export function isPartial({ headers }: FastifyRequest): boolean {
  return headers['hx-request'] === 'true' && headers['hx-request-type'] !== 'full';
}

function render(template: string, { view }: PageOf, face: Face): string {
  return site().templates.render(template, view, face);
}

function rememberVisitor(visit: Visit, request: FastifyRequest, reply: FastifyReply): void {
  if (visit.isNew) void reply.header('set-cookie', cookieLine(request, { name: formCookie, value: visit.formSecret }));
}

function go({ to, toast, cookies = [] }: Going, request: FastifyRequest, reply: FastifyReply): string {
  const told = toast === undefined ? [] : [{ name: toastCookie, value: JSON.stringify(toast), seconds: toastSeconds }];
  for (const cookie of [...cookies, ...told]) void reply.header('set-cookie', cookieLine(request, cookie));
  void reply.header('cache-control', 'no-store');
  if (isPartial(request)) void reply.status(200).header('hx-redirect', to);
  else void reply.status(303).header('location', to);
  return '';
}

interface ToldToast {
  readonly text: string | null;
  readonly draft: string | null;
  readonly undo: Toast['undo'] | null;
}

const nothingTold: ToldToast = { text: null, draft: null, undo: null };

/** Shown once. The cookie comes from the client, so it holds a message key and no text. */
function toastOf(request: FastifyRequest, reply: FastifyReply, { t }: Face): ToldToast {
  const kept = cookieOf(request, toastCookie);
  if (kept === null) return nothingTold;
  void reply.header('set-cookie', cookieLine(request, { name: toastCookie, value: '', seconds: 0 }));
  try {
    const { key, values, draft = null, undo = null } = JSON.parse(kept) as Toast;
    return { text: t(key, values), draft, undo };
  } catch {
    return nothingTold;
  }
}

const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) };
const quick = { br: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }, gzip: {} } as const;

async function packed(html: string, { headers }: FastifyRequest, reply: FastifyReply): Promise<Buffer> {
  const coding = codingFor(headers['accept-encoding']);
  if (coding === null) return Buffer.from(html);
  void reply.header('content-encoding', coding);
  return coding === 'br' ? compress.br(html, quick.br) : compress.gzip(html, quick.gzip);
}
