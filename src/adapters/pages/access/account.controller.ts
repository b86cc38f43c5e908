import { Get, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../../domain/kernel/errors';
import type { SignedIn } from '../../auth/sign-in.port';
import { SignInDesk } from '../../desk/access/sign-in-desk';
import { OpenPage, Page } from '../../web/route-config';
import { goTo, type PageAnswer } from '../rendering/answer';
import { timeZones } from '../rendering/formats';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { deviceName } from './device-name';
import { languagesOf } from './languages-of';
import { OwnAccount } from './own-account';
import { passwordProblem } from './password-words';
import { Sent, Session, valueIn, visitOf, type SentForm } from './visit';
import { densities, lookCookie, themes, viewerOf } from './viewer';
import { pathWithin } from './within';

const yearSeconds = 365 * 86_400;
const fields = ['language', 'zone', 'theme', 'density', 'keys'] as const;

/** The user's own account: appearance, password and sessions. */
@PageController()
export class AccountController {
  constructor(
    private readonly desk: SignInDesk,
    private readonly own: OwnAccount,
  ) {}

  @Get('account')
  @Page()
  show(@Req() request: FastifyRequest, @Session() signedIn: SignedIn): Promise<PageAnswer> {
    return this.page(request, signedIn, {});
  }

  /** Stored in a cookie, because each device may look different. */
  @Post('look')
  @OpenPage()
  look(@Sent() sent: SentForm, @Req() request: FastifyRequest): PageAnswer {
    const to = pageBefore(request);
    const value = chosenIn(sent, request).toString();
    const toast = to.startsWith('/account') ? { key: 'access.saved' } : undefined;
    return goTo(to, toast, [{ name: lookCookie, value, seconds: yearSeconds }]);
  }

  @Post('account/password')
  @Page()
  async changePassword(
    @Sent() sent: SentForm,
    @Req() request: FastifyRequest,
    @Session() signedIn: SignedIn,
  ): Promise<PageAnswer> {
    const t = translateFor(request);
    const [current, password] = [valueIn(sent, 'current'), valueIn(sent, 'password')];
    if (password !== valueIn(sent, 'again')) return this.page(request, signedIn, { again: t('access.different') });
    try {
      await this.desk.changePassword(signedIn, { current, password, address: request.ip });
      return goTo('/account', { key: 'access.passwordChanged' });
    } catch (refusal) {
      if (!(refusal instanceof DomainError)) throw refusal;
      return this.page(request, signedIn, passwordErrors(refusal, request));
    }
  }

  @Post('account/sessions/:id/end')
  @Page()
  async endSession(@Param('id') id: string, @Session() { actor, session }: SignedIn): Promise<PageAnswer> {
    await this.desk.endSession(actor, id);
    return id === session.id ? goTo('/sign-in') : goTo('/account', { key: 'access.sessionEnded' });
  }

  private async page(request: FastifyRequest, { actor, session }: SignedIn, errors: Errors): Promise<PageAnswer> {
    const t = translateFor(request);
    const sessions = (await this.desk.sessionsOf(actor)).map((one) => {
      return {
        id: one.id,
        device: deviceName(one.device),
        since: one.createdAt,
        used: one.lastUsedAt,
        isThis: one.id === session.id,
      };
    });
    const failed = Object.keys(errors).length > 0;
    return {
      ...{ template: 'access/account', title: t('access.account'), status: failed ? 422 : 200 },
      view: {
        ...{ look: lookOf(request), sessions, you: await this.own.of(actor, t) },
        ...{ currentError: errors.current ?? null, passwordError: errors.password ?? null, againError: errors.again ?? null },
      },
    };
  }
}

/** Current settings, overridden by the submitted ones. */
function chosenIn(sent: SentForm, request: FastifyRequest): URLSearchParams {
  const { language, timeZone: zone, theme, density, keys } = viewerOf(request);
  const chosen = new URLSearchParams({ language, zone, theme, density, keys: keys ? 'on' : 'off' });
  for (const field of fields) if (sent.entries.some(([name]) => name === field)) chosen.set(field, valueIn(sent, field));
  return chosen;
}

/** The page of this site that sent the form. */
function pageBefore({ headers: { referer }, host }: FastifyRequest): string {
  const url = referer !== undefined && URL.canParse(referer) ? new URL(referer) : null;
  return url?.host === host ? pathWithin(`${url.pathname}${url.search}`) : '/';
}

interface Errors {
  readonly current?: string;
  readonly password?: string;
  readonly again?: string;
}

function passwordErrors({ code, facts }: DomainError, request: FastifyRequest): Errors {
  const t = translateFor(request);
  const { waitSeconds } = facts;
  if (code === 'not-permitted')
    return { current: t('access.wait', { count: typeof waitSeconds === 'number' ? waitSeconds : 60 }) };
  return JSON.stringify(facts).includes('"current"') ? { current: t('access.wrongCurrent') } : { password: passwordProblem(t) };
}

const choices = <T extends string>(values: readonly T[], chosen: T) =>
  values.map((value) => ({ value, isChosen: value === chosen }));

function lookOf(request: FastifyRequest) {
  const { timeZone, theme, density, keys } = visitOf(request).viewer;
  const zones = [...new Set(['UTC', timeZone, ...timeZones()])];
  return {
    languages: languagesOf(visitOf(request).viewer),
    zones: choices(zones, timeZone),
    themes: choices(themes, theme),
    densities: choices(densities, density),
    keys,
  };
}
