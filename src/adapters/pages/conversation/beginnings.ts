import { Injectable } from '@nestjs/common';
import { isStaff, type Actor } from '../../../domain/people/actor';
import type { ActivityEntry } from '../../../projections/tickets/read-ticket';
import { AnswerTemplates, filledIn } from '../../desk/answers/answer-templates';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import type { Translate } from '../rendering/words';
import { readable } from '../tickets/readable';
import { answeredTicket } from './answered-ticket';
import { nothingWritten, quoted, type Writing } from './composer-view';

interface Begun {
  readonly ticket: TicketView;
  readonly actor: Actor;
  readonly lines: readonly ActivityEntry[];
  readonly query: Readonly<Record<string, unknown>>;
  readonly t: Translate;
}

/** Initial text of the composer: a quote or a canned answer, requested by the URL. */
@Injectable()
export class Beginnings {
  constructor(private readonly templates: AnswerTemplates) {}

  async of({ ticket, actor, lines, query, t }: Begun): Promise<Writing> {
    const templates = isStaff(actor) ? await this.templates.list(actor) : [];
    const { quote, template } = query;
    const said = lines.find(({ id, redacted }) => id === quote && redacted === null);
    const chosen = templates.find(({ id }) => id === template);
    const body = [
      said === undefined ? '' : quoted(readable(said.text) ?? ''),
      chosen === undefined ? '' : filledIn(chosen.text, answeredTicket(ticket, t)),
    ].join('');
    return { ...nothingWritten, body, templates: templates.map(({ id, name }) => ({ id, name })) };
  }
}
