import { Get, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isStaff, type Actor } from '../../../domain/people/actor';
import { Page } from '../../web/route-config';
import { Who } from '../access/visit';
import type { PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { shortcutsOf } from '../layout/shortcuts';
import { translateFor } from '../rendering/wording';
import { helpView } from './help-view';
import { audienceOfReader, helpAudiences, typicalReader } from './audiences';

/** Explains the desk, for the reader's own permissions or for those of a chosen role. */
@PageController('help')
export class HelpController {
  @Get()
  @Page()
  show(@Query('as') as: unknown, @Who() actor: Actor, @Req() request: FastifyRequest): PageAnswer {
    const t = translateFor(request);
    const own = audienceOfReader(actor);
    const audience = helpAudiences.find((one) => one === as) ?? own;
    const reader = audience === own ? { isStaff: isStaff(actor), permissions: actor.permissions } : typicalReader(audience);
    return {
      template: 'help/help',
      title: t('help.title'),
      here: 'help',
      view: helpView({ audience, own, reader, shortcuts: shortcutsOf({ ...actor, permissions: reader.permissions }, t), t }),
    };
  }
}
