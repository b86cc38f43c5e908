import { Get, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../../domain/kernel/errors';
import type { SignedIn } from '../../auth/sign-in.port';
import { SignInDesk } from '../../desk/access/sign-in-desk';
import { OpenPage, Page } from '../../web/route-config';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import type { Translate } from '../rendering/words';
import { sessionCookie } from './gate';
import { Sent, Session, valueIn, visitOf, type SentForm } from './visit';
import { keptForm } from './kept-form';
import { languagesOf } from './languages-of';
import { passwordProblem } from './password-words';
import { signInPage } from './sign-in-page';
import { within } from './within';

const sessionSeconds = 30 * 86_400;

/** Sign-in, sign-out and first set-up. */
@PageController()
export class AccessController {
  constructor(private readonly desk: SignInDesk) {}

  @Get('sign-in')
  @OpenPage()
  show(@Query('then') then: unknown, @Req() request: FastifyRequest): PageAnswer {
    if (visitOf(request).signedIn !== null) return goTo(within(then));
    return signInPage(request, { then: within(then) });
  }

  @Post('sign-in')
  @OpenPage()
  async signIn(@Sent() sent: SentForm, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const [email, then] = [valueIn(sent, 'email'), within(valueIn(sent, 'then'))];
    const credentials = { email, password: valueIn(sent, 'password'), address: request.ip, device: deviceOf(request) };
    const outcome = await this.desk.signIn(credentials);
    const kept = valueIn(sent, 'kept');
    if ('secret' in outcome) return entered(request, outcome.secret, { then, kept });
    const t = translateFor(request);
    const problem = 'wrong' in outcome ? t('access.wrong') : t('access.wait', { count: outcome.waitSeconds });
    return signInPage(request, { then, email, problem, kept: kept || null, status: 'wrong' in outcome ? 422 : 429 });
  }

  @Post('sign-out')
  @Page()
  async signOut(@Session() { actor, session }: SignedIn): Promise<PageAnswer> {
    await this.desk.endSession(actor, session.id);
    return goTo('/sign-in', undefined, [{ name: sessionCookie, value: '', seconds: 0 }]);
  }

  @Get('set-up/:secret')
  @OpenPage()
  async showSetUp(@Param('secret') secret: string, @Req() request: FastifyRequest): Promise<PageAnswer> {
    return (await this.desk.linked(secret))?.purpose === 'set-up' ? setUpPage(request, {}) : this.goneSetUp(request);
  }

  @Post('set-up/:secret')
  @OpenPage()
  async setUp(@Param('secret') secret: string, @Sent() sent: SentForm, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const t = translateFor(request);
    const [name, email, password] = ['name', 'email', 'password'].map((field) => valueIn(sent, field)) as [
      string,
      string,
      string,
    ];
    const errors = { ...(password !== valueIn(sent, 'again') && { again: t('access.different') }) };
    if (Object.keys(errors).length > 0) return setUpPage(request, { name, email, errors });
    try {
      const session = await this.desk.setUp(secret, { name: name.trim(), email: email.trim(), password }, deviceOf(request));
      if (session === null) return await this.goneSetUp(request);
      return goTo('/', { key: 'access.setUpDone', values: { name } }, [cookieOfSession(session)]);
    } catch (refusal) {
      if (!(refusal instanceof DomainError)) throw refusal;
      return setUpPage(request, { name, email, errors: setUpErrors(refusal, t) });
    }
  }

  /** Tells the second visitor that the administrator exists already. */
  private async goneSetUp(request: FastifyRequest): Promise<PageAnswer> {
    return goneLink(request, (await this.desk.isSetUp()) ? 'access.goneSetUp' : 'access.goneText');
  }
}

interface Entered {
  readonly then: string;
  readonly kept: string;
}

/** Redirects to the page asked for before sign-in, or shows a form that was interrupted, with a token of the new session. */
function entered(request: FastifyRequest, secret: string, { then, kept }: Entered): PageAnswer {
  const cookies = [cookieOfSession(secret)];
  const again = keptForm(kept);
  if (again === null) return goTo(then, undefined, cookies);
  request.visit = { ...visitOf(request), formSecret: secret, isNew: false };
  const title = translateFor(request)('live.signedInAgain');
  return { template: 'live/send-again', title, isBare: true, cookies, view: { again } };
}

type Errors = Readonly<Record<string, string>>;
interface SetUpView {
  readonly name?: string;
  readonly email?: string;
  readonly errors?: Errors;
}

function setUpPage(request: FastifyRequest, { name = '', email = '', errors = {} }: SetUpView): PageAnswer {
  const failed = Object.keys(errors).length > 0;
  const error = (field: string): string | null => errors[field] ?? null;
  return {
    ...{ template: 'access/set-up', title: translateFor(request)('access.setUp'), isBare: true, status: failed ? 422 : 200 },
    view: {
      ...{ name, email, other: error('other'), languages: languagesOf(visitOf(request).viewer) },
      ...{ nameError: error('name'), emailError: error('email'), passwordError: error('password'), againError: error('again') },
    },
  };
}

/** Maps a refusal to the fields of the form. */
function setUpErrors({ code, facts, message }: DomainError, t: Translate): Errors {
  if (code === 'already-exists') return { email: t('access.emailTaken') };
  if (code !== 'invalid') return { other: message };
  const text = JSON.stringify(facts);
  if (text.includes('"password"')) return { password: passwordProblem(t) };
  const errors: Errors = {
    ...(text.includes('name') && { name: t('access.nameWanted') }),
    ...(text.includes('email') && { email: t('access.emailWanted') }),
  };
  return Object.keys(errors).length > 0 ? errors : { other: message };
}

export function goneLink(request: FastifyRequest, why: 'access.goneText' | 'access.goneSetUp' = 'access.goneText'): PageAnswer {
  return { template: 'access/gone', title: translateFor(request)('access.gone'), isBare: true, status: 404, view: { why } };
}

export function deviceOf({ headers }: FastifyRequest): string {
  return headers['user-agent'] ?? '';
}

export function cookieOfSession(secret: string) {
  return { name: sessionCookie, value: secret, seconds: sessionSeconds };
}
