import { Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';
import type { PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { translateFor } from '../rendering/wording';
import { menu, Shell } from './shell';

/** What single keys do, beside those that lead to an entry of the menu. */
const sheet = {
  everywhere: [
    ['/', 'search'],
    ['Ctrl K', 'search'],
    ['c', 'newTicket'],
    ['?', 'sheet'],
    ['Esc', 'close'],
    ['Ctrl Enter', 'send'],
  ],
  ticket: [
    ['s', 'next'],
    ['a', 'assign'],
    ['p', 'priority'],
    ['f', 'forward'],
  ],
} as const;

/** Pages about the pages themselves: the keys, and the whole menu for those who see no left side. */
@PageController()
export class LayoutController {
  constructor(private readonly shell: Shell) {}

  @Get('keys')
  @Page()
  keys(@Req() request: FastifyRequest): PageAnswer {
    const t = translateFor(request);
    const ways = menu.flatMap(({ key, keys }) =>
      keys === undefined ? [] : [{ keys: keys.split(' '), does: t(`layout.menu.${key}`) }],
    );
    const groups = Object.entries(sheet).map(([key, lines]) => ({
      title: t(`layout.keysOf.${key}`),
      lines: lines.map(([keys, does]) => ({ keys: keys.split(' '), does: t(`layout.key.${does}`) })),
    }));
    const view = { groups: [...groups, { title: t('layout.keysOf.menu'), lines: ways }] };
    return { template: 'layout/keys-page', dialog: 'layout/keys', title: t('layout.shortcuts'), view };
  }

  @Get('more')
  @Page()
  async more(@Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const { menu: entries, creates } = await this.shell.of(actor, null, '/more');
    return { template: 'layout/more-page', title: translateFor(request)('layout.more'), view: { entries, creates } };
  }
}
