import { Get, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../../domain/kernel/errors';
import { SignInDesk } from '../../desk/access/sign-in-desk';
import { OpenPage } from '../../web/route-config';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { cookieOfSession, deviceOf, goneLink } from './access.controller';
import { languagesOf } from './languages-of';
import { passwordProblem } from './password-words';
import { Sent, valueIn, visitOf, type SentForm } from './visit';

/** Sets forgotten or missing passwords, with a link from an administrator until there is mail. */
@PageController()
export class PasswordController {
  constructor(private readonly desk: SignInDesk) {}

  @Get('forgotten')
  @OpenPage()
  showForgotten(@Req() request: FastifyRequest): PageAnswer {
    return forgottenPage(request, false);
  }

  /** Every address gets the same answer, so that nobody learns who has an account. */
  @Post('forgotten')
  @OpenPage()
  async forgotten(@Sent() sent: SentForm, @Req() request: FastifyRequest): Promise<PageAnswer> {
    await this.desk.forgot(valueIn(sent, 'email'), request.ip);
    return forgottenPage(request, true);
  }

  @Get('password/:secret')
  @OpenPage()
  async show(@Param('secret') secret: string, @Req() request: FastifyRequest): Promise<PageAnswer> {
    return (await this.desk.linked(secret))?.purpose === 'password' ? setPage(request, secret, {}) : goneLink(request);
  }

  @Post('password/:secret')
  @OpenPage()
  async set(@Param('secret') secret: string, @Sent() sent: SentForm, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const t = translateFor(request);
    const password = valueIn(sent, 'password');
    if (password !== valueIn(sent, 'again')) return setPage(request, secret, { again: t('access.different') });
    try {
      const session = await this.desk.setPassword(secret, password, deviceOf(request));
      if (session === null) return goneLink(request);
      return goTo('/', { key: 'access.passwordSet' }, [cookieOfSession(session)]);
    } catch (refusal) {
      if (!(refusal instanceof DomainError) || refusal.code !== 'invalid') throw refusal;
      return setPage(request, secret, { password: passwordProblem(t) });
    }
  }
}

function forgottenPage(request: FastifyRequest, isSent: boolean): PageAnswer {
  const title = translateFor(request)('access.forgotten');
  return { template: 'access/forgotten', title, isBare: true, view: { isSent, languages: languagesOf(visitOf(request).viewer) } };
}

interface Errors {
  readonly password?: string;
  readonly again?: string;
}

function setPage(request: FastifyRequest, secret: string, { password, again }: Errors): PageAnswer {
  const status = password === undefined && again === undefined ? 200 : 422;
  const title = translateFor(request)('access.setPassword');
  const languages = languagesOf(visitOf(request).viewer);
  return {
    template: 'access/set-password',
    title,
    isBare: true,
    status,
    view: { secret, languages, passwordError: password ?? null, againError: again ?? null },
  };
}
