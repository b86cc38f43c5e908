import { Get, Inject, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../domain/people/actor';
import { requirePermission } from '../../../projections/kernel/asking';
import { LABELS, type LabelStore } from '../../settings/labels.port';
import { Page } from '../../web/route-config';
import { Sent, valueIn, visitOf, Who, type SentForm } from '../access/visit';
import { goTo, type PageAnswer } from '../rendering/answer';
import { isLanguage, languageNames, languages, type Language } from '../rendering/languages';
import { PageController } from '../rendering/page-controller';
import { site } from '../rendering/site';
import { translateFor } from '../rendering/wording';
import { labelGroups, labelProblem, longestLabel } from './label-keys';

const field = (key: string): string => `label:${key}`;

/** C27: an organisation's own words, per language. */
@PageController('settings/words')
export class LabelsController {
  constructor(@Inject(LABELS) private readonly labels: LabelStore) {}

  @Get()
  @Page()
  async show(@Query() query: Record<string, unknown>, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    requirePermission(actor, 'organisation.manage');
    const language = isLanguage(query['language']) ? query['language'] : visitOf(request).viewer.language;
    const chosen = (await this.labels.of(actor.organisation))[language] ?? {};
    return page(request, { language, chosen, status: 200 });
  }

  @Post()
  @Page()
  async save(@Sent() sent: SentForm, @Who() actor: Actor, @Req() request: FastifyRequest): Promise<PageAnswer> {
    requirePermission(actor, 'organisation.manage');
    const language = valueIn(sent, 'language');
    const chosen = chosenIn(sent);
    if (!isLanguage(language) || Object.values(chosen).some((text) => labelProblem(text) !== null))
      return page(request, { language: isLanguage(language) ? language : 'en', chosen, status: 422 });
    await this.labels.set(actor.organisation, language, chosen);
    return goTo(`/settings/words?language=${language}`, { key: 'labels.saved' });
  }
}

/** An empty field restores the default word. */
function chosenIn(sent: SentForm): Readonly<Record<string, string>> {
  const keys = labelGroups.flatMap(({ keys }) => keys);
  return Object.fromEntries(
    keys.map((key) => [key, valueIn(sent, field(key)).normalize('NFC').trim()] as const).filter(([, text]) => text !== ''),
  );
}

interface Drawn {
  readonly language: Language;
  readonly chosen: Readonly<Record<string, string>>;
  readonly status: number;
}

function page(request: FastifyRequest, { language, chosen, status }: Drawn): PageAnswer {
  const t = translateFor(request);
  const ours = site().words.in(language);
  const fieldOf = (key: string) => {
    const text = chosen[key] ?? '';
    const problem = labelProblem(text);
    const error = problem === null ? null : t(`labels.problem.${problem}`, { count: longestLabel });
    return { name: field(key), ours: ours(key), text, error };
  };
  return {
    ...{ template: 'labels/labels', title: t('labels.title'), here: 'words', status },
    view: {
      language,
      languages: languages.map((one) => ({ value: one, name: languageNames[one], isHere: one === language })),
      groups: labelGroups.map(({ group, keys }) => ({ group, fields: keys.map(fieldOf) })),
    },
  };
}
