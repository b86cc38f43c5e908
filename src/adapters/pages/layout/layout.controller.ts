import { Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';
import type { PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { Shell } from './shell';
import { shortcutsOf } from './shortcuts';

/** The shortcut list, and the full menu for narrow screens. */
@PageController()
export class LayoutController {
  constructor(private readonly shell: Shell) {}

  @Get('keys')
  @Page()
  keys(@Who() actor: Actor, @Req() request: FastifyRequest): PageAnswer {
    const t = translateFor(request);
    const view = { groups: shortcutsOf(actor, t) };
    return { template: 'layout/keys-page', dialog: 'layout/keys', title: t('layout.shortcuts'), view };
  }

  @Get('more')
  @Page()
  async more(@Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const { menu: entries, creates } = await this.shell.of(actor, null, '/more');
    return { template: 'layout/more-page', title: translateFor(request)('layout.more'), view: { entries, creates } };
  }
}
