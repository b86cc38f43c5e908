import { Get } from '@nestjs/common';
import { Page } from '../../web/route-config';
import type { PageAnswer } from '../rendering/answer';
import { PageController } from '../rendering/page-controller';
import { Wording } from '../rendering/wording';
import type { Translate } from '../rendering/words';

@PageController()
export class HomeController {
  @Get()
  @Page()
  show(@Wording() t: Translate): PageAnswer {
    return { template: 'home/home', title: t('home.title'), here: 'home', view: {} };
  }
}
