import { Body, Get, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import type { SignedIn } from '../../auth/sign-in.port';
import { OperationsDesk } from '../../desk/operations/operations-desk';
import { CLOCK } from '../../desk/tokens';
import type { Clock } from '../../system/clock.port';
import { Page } from '../../web/route-config';
import { Session, Who } from '../access/visit';
import { goTo, type PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { PageDrawer } from '../rendering/page-drawer';
import { installationView, parkedView, readModelsView, sessionsView, tokensView } from './operations-view';

const path = '/operations';

/** The running installation: lag, failures, tokens, sessions and storage. */
@PageController('operations')
export class OperationsController {
  constructor(
    private readonly desk: OperationsDesk,
    private readonly drawer: PageDrawer,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Page()
  async show(@Session() { actor, session }: SignedIn, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const { t, formats } = this.drawer.face(request);
    const { readModels, installation, parked, unreadable, tokens, sessions, names } = await this.desk.report(actor);
    return {
      ...{ template: 'operations/page', title: t('operations.title'), here: 'operations' },
      view: {
        ...readModelsView(readModels),
        installation: installationView(installation, { t, formats, now: this.clock.now() }),
        parked: parkedView(parked, t),
        unreadable,
        tokens: tokens === null ? null : tokensView(tokens, names, this.clock.now()),
        sessions: sessions === null ? null : sessionsView(sessions, names, session.id),
      },
    };
  }

  /** The fragment that refreshes every few seconds. */
  @Get('read-models')
  @Page()
  async readModels(@Who() actor: Actor): Promise<PageAnswer> {
    const view = readModelsView(await this.desk.readModels(actor));
    return {
      template: 'operations/read-models-page',
      dialog: 'operations/read-models',
      title: 'Docket',
      here: 'operations',
      view,
    };
  }

  @Post('read-models/:name/rebuild')
  @Page()
  async rebuild(@Param('name') name: string, @Who() actor: Actor): Promise<PageAnswer> {
    await this.desk.rebuild(actor, name);
    return goTo(path, { key: 'operations.rebuilding', values: { name } });
  }

  @Post('parked/retry')
  @Page()
  async retry(@Who() actor: Actor): Promise<PageAnswer> {
    const { done, left } = await this.desk.retry(actor);
    return goTo(
      path,
      left === 0
        ? { key: 'operations.retried', values: { count: done } }
        : { key: 'operations.retriedSome', values: { done, left } },
    );
  }

  @Post('unreadable/pass-over')
  @Page()
  async passOver(@Body() body: Record<string, unknown>, @Who() actor: Actor): Promise<PageAnswer> {
    const { stream, revision } = body;
    const place = { stream: String(stream), revision: Number(revision) };
    const { left } = await this.desk.passOver(actor, place.stream, place.revision);
    return goTo(path, { key: left.length === 0 ? 'operations.passedOver' : 'operations.passedOverSome', values: place });
  }

  @Post('tokens/:id/revoke')
  @Page()
  async revoke(@Param('id') id: string, @Who() actor: Actor): Promise<PageAnswer> {
    await this.desk.revokeToken(actor, id);
    return goTo(path, { key: 'operations.revoked' });
  }

  @Post('sessions/:user/:id/end')
  @Page()
  async endSession(
    @Param() { user, id }: { readonly user: string; readonly id: string },
    @Session() signedIn: SignedIn,
  ): Promise<PageAnswer> {
    await this.desk.endSession(signedIn.actor, user, id);
    return id === signedIn.session.id ? goTo('/sign-in') : goTo(path, { key: 'operations.sessionEnded' });
  }
}
