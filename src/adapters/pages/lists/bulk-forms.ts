import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { DomainError } from '../../../domain/kernel/errors';
import type { Actor } from '../../../domain/people/actor';
import type { TicketLine } from '../../../projections/tickets/list-tickets';
import { ticketVerbs } from '../../desk/tickets/ticket-desk';
import { TicketNowReader, verbsOf } from '../../desk/tickets/ticket-now';
import { Choices } from '../forms/choices';
import { inputOf, type Option } from '../forms/inputs';
import { leavesOf, type Leaf } from '../forms/leaves';
import { defaultsOf, readersOf } from '../forms/readers';
import { refusalWords } from '../forms/refusal-words';
import type { Typed } from '../forms/sent-values';
import type { PageAnswer } from '../rendering/answer';
import { translateFor } from '../rendering/wording';
import type { Translate } from '../rendering/words';
import { statusKey } from '../tickets/status-key';
import { readable } from '../tickets/readable';
import type { BulkAction } from './bulk-actions';
import type { Selection } from './bulk-selection';
import { addressOf, queryOf, type ListQuestion } from './list-question';

interface BulkFormParts {
  readonly action: BulkAction;
  readonly selected: Selection;
  readonly question: ListQuestion;
  readonly actor: Actor;
  readonly request: FastifyRequest;
}

interface BulkFormState {
  readonly typed: Typed;
  readonly refusal: DomainError | null;
}

/** The possible commands of one ticket. */
interface Possible {
  readonly line: TicketLine;
  readonly isPossible: boolean;
  /** Allowed values by field. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** The form of a bulk command. Before it is sent, it shows how many tickets allow the command. */
@Injectable()
export class BulkForms {
  constructor(
    private readonly tickets: TicketNowReader,
    private readonly choices: Choices,
  ) {}

  async page({ action, selected, question, actor, request }: BulkFormParts, state: BulkFormState): Promise<PageAnswer> {
    const t = translateFor(request);
    const { verb, type } = action;
    const possible: Possible[] = [];
    for (const line of selected.lines) possible.push(await this.possible(line, verb, actor));
    const leaves = leavesOf(ticketVerbs.forms[type].fields).filter(({ form }) => form.kind !== 'files');
    const words = state.refusal === null ? null : refusalWords(state.refusal, { leaves, typed: state.typed, t });
    const readers = readersOf(verb, actor, ticketVerbs.forms[type].fields);
    const typed = new Map([...defaultsOf(readers), ...state.typed]);
    const chosen = await this.choices.of(leaves, { actor, ticket: null, only: optionsOf(possible) });
    const inputs = leaves.map((leaf: Leaf) =>
      inputOf(leaf, {
        ...{ t, typed, errors: words?.errors ?? noErrors, draft: `bulk:${verb}`, required: new Set(readers.keys()) },
        options: ({ path }) => chosen.get(path) ?? wordedReaders(readers.get(path), t),
      }),
    );
    const count = selected.lines.length;
    return {
      ...{
        template: 'lists/bulk',
        title: t(`lists.bulk.title.${verb}`, { count }),
        here: 'tickets',
        status: words === null ? 200 : 422,
      },
      view: {
        ...{ verb, inputs, count, notice: words?.notice ?? null, unknown: selected.unknown.join(', ') },
        ...{ back: addressOf('/tickets', question), list: queryOf(question) },
        impossible: possible.filter(({ isPossible }) => !isPossible).length,
        tickets: possible.map(({ line, isPossible }) => ({
          ...{ number: line.number, title: readable(line.title), status: statusKey(line), isPossible },
          assignee: line.assignee === null ? null : readable(selected.names[line.assignee] ?? null),
        })),
      },
    };
  }

  private async possible(line: TicketLine, verb: string, actor: Actor): Promise<Possible> {
    const { allowed } = await this.tickets.now(line.id, actor);
    const command = verbsOf(allowed).find((one) => one.command === verb);
    const fields = command?.fields ?? [];
    const options = fields.flatMap(({ name, options: only }) => (only === undefined ? [] : [[name, only] as const]));
    return { line, isPossible: command !== undefined, options: new Map(options) };
  }
}

function wordedReaders(readers: readonly string[] | undefined, t: Translate): readonly Option[] | null {
  return readers?.map((value) => ({ value, label: t(`forms.values.${value}`) })) ?? null;
}

const noErrors: ReadonlyMap<string, string> = new Map();

/** Values that at least one ticket allows. */
function optionsOf(possible: readonly Possible[]): ReadonlyMap<string, readonly string[]> {
  const all = possible.flatMap(({ options }) => [...options]);
  const names = [...new Set(all.map(([name]) => name))];
  return new Map(
    names.map((name) => [name, [...new Set(all.filter(([one]) => one === name).flatMap(([, options]) => options))]]),
  );
}
