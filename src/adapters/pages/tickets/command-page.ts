import type { CommandForm } from '../../../domain/kernel/commands';
import type { DomainError } from '../../../domain/kernel/errors';
import type { Field as AllowedField } from '../../../domain/ticket';
import { isRequired, type Fields } from '../../../domain/kernel/fields';
import { isStaff, type Actor } from '../../../domain/people/actor';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import { Choices } from '../forms/choices';
import { formView, type FormView } from '../forms/command-form';
import type { ConflictView } from '../live/conflicts';
import { leavesOf, type Leaf } from '../forms/leaves';
import { plainForm, type HandMade } from '../conversation/hand-made';
import { defaultsOf, readersOf } from '../forms/readers';
import { rowsTyped, type Typed } from '../forms/sent-values';
import type { PageAnswer } from '../rendering/answer';
import type { Translate } from '../rendering/words';

export interface KeptFile {
  readonly id: string;
  readonly name: string;
}

export interface FormState {
  readonly typed: Typed;
  /** Files of the previous attempt. */
  readonly kept: readonly KeptFile[];
  readonly refusal: DomainError | null;
  /** Changes by others since the form was drawn. */
  readonly conflict?: Conflicting;
}

export interface Conflicting extends ConflictView {
  /** Idempotency-Key of the previous attempt, so that a retry is the same command. */
  readonly key: string;
}

export interface CommandPageParts {
  readonly verb: string;
  readonly form: CommandForm;
  readonly fields: readonly AllowedField[];
  readonly ticket: TicketView;
  readonly actor: Actor;
  readonly t: Translate;
  readonly choices: Choices;
  /** Overrides of the generated form. */
  readonly handMade?: HandMade;
}

/** Commands that cannot be undone, or that surprise others. */
const grave: ReadonlySet<string> = new Set([
  'merge-into',
  'add-duplicates',
  'withdraw',
  'reject',
  'redact-reply',
  'redact-attachment',
  'erase-watcher',
]);

/** Draws a command's form, as a page and for a dialog. */
export async function commandPage(parts: CommandPageParts, state: FormState): Promise<PageAnswer> {
  const { verb, ticket, t, handMade = plainForm } = parts;
  const { notice, inputs, hasFiles } = await drawnForm(parts, state);
  const title = t(`commands.${verb}.title`);
  return {
    ...{ template: 'tickets/command', dialog: 'forms/command-form', here: 'tickets', title: `${title} · ${ticket.number}` },
    status: statusOf(state),
    view: {
      ...{ title, subject: ticket.number, does: t(`commands.${verb}.does`), submit: t(`commands.${verb}.short`), hidden: [] },
      ...{ action: `/tickets/${ticket.number}/do/${verb}`, back: `/tickets/${ticket.number}`, isLive: true },
      ...{ notice, ...tucked(inputs), number: ticket.number, kept: state.kept, revision: ticket.revision },
      ...{ conflict: state.conflict ?? null, key: state.conflict?.key ?? null },
      hasFiles,
      isGrave: grave.has(verb),
      ...{ above: handMade.above, below: handMade.below, hand: handMade.view },
    },
  };
}

/** More fields than this are a long form. */
const mostShown = 10;
/** Inputs whose value tells whether they are empty. */
const tuckable: ReadonlySet<string> = new Set(['line', 'lines', 'area', 'select', 'number', 'time', 'email']);

/** A long form shows what has a value, must have one or was refused. The empty rest waits behind "More fields". */
function tucked(all: FormView['inputs']): { readonly inputs: FormView['inputs']; readonly more: FormView['inputs'] } {
  const isShown = ({ kind, value, required, error, part, row }: FormView['inputs'][number]): boolean =>
    !tuckable.has(kind) || value !== '' || required || error !== null || part !== null || row.list !== '';
  if (all.length <= mostShown) return { inputs: all, more: [] };
  return { inputs: all.filter(isShown), more: all.filter((input) => !isShown(input)) };
}

function statusOf({ refusal, conflict }: FormState): number {
  if (conflict !== undefined) return 409;
  return refusal === null ? 200 : 422;
}

async function drawnForm(
  { verb, form, fields, ticket, actor, t, choices, handMade = plainForm }: CommandPageParts,
  { typed: sent, refusal }: FormState,
): Promise<FormView> {
  const readers = readersOf(verb, actor, form.fields);
  const only = new Map([
    ...fields.flatMap(({ name, options }) => (options === undefined ? [] : [[name, options] as const])),
    ...readers,
  ]);
  const typed = new Map([...defaultsOf(readers), ...sent]);
  const chosen = await choices.of(leavesOf(form.fields, '', rowsTyped(typed)), { actor, ticket, only });
  const required = new Set([...fields.filter((field) => field.required).map(({ name }) => name), ...readers.keys()]);
  const options = (leaf: Leaf) => chosen.get(leaf.path) ?? wordedOptions(leaf, only.get(leaf.path), t);
  const drawn = formView({
    fields: askedOf(actor, form.fields),
    typed,
    refusal,
    t,
    options,
    required,
    draft: `${ticket.number}:${verb}`,
  });
  return { ...drawn, inputs: drawn.inputs.map((input) => ({ ...input, ...handMade.inputs[input.name] })) };
}

/** Customers always write to everyone, so they get no audience field. */
function askedOf(actor: Actor, fields: Fields): Fields {
  const { audience, ...others } = fields;
  return audience === undefined || isStaff(actor) || isRequired(audience) ? fields : others;
}

/** Options of a closed list, limited to the allowed values. */
function wordedOptions({ form }: Leaf, only: readonly string[] | undefined, t: Translate) {
  return only === undefined || form.kind !== 'choice'
    ? null
    : only.map((value) => ({ value, label: t(`forms.values.${value}`) }));
}

/** Initial values of a form: the current values that the command changes. */
export function startValues(verb: string, ticket: TicketView): Typed {
  const { title, description, details, priority, percent, waiting } = ticket;
  const texts: Readonly<Record<string, Readonly<Record<string, string | null | undefined>>>> = {
    'change-priority': { priority },
    'report-progress': { percent: String(percent) },
    'change-sub-status': { waitingFor: waiting?.for ?? '' },
    'change-owner': { 'owner.organisation': ticket.handler },
    'revise-details': {
      title,
      description,
      ...Object.fromEntries(Object.entries(details).map(([name, value]) => [`details.${name}`, value])),
    },
    solve: { percent: '100' },
    'waive-gate': { gate: firstOption(ticket, 'waive-gate', 'gate') },
  };
  return new Map(
    Object.entries(texts[verb] ?? {}).flatMap(([path, value]) => (typeof value === 'string' ? [[path, [value]] as const] : [])),
  );
}

/** The condition that blocks the ticket comes first. */
function firstOption({ allowed }: TicketView, verb: string, name: string): string | undefined {
  const fields = allowed.find(({ command }) => command === verb)?.fields;
  return fields?.find((field) => field.name === name)?.options?.[0];
}
