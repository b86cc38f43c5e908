import type { Actor } from '../../../domain/people/actor';
import type { Values } from '../../../domain/kernel/value';
import type { ReadModels } from '../../../projections/kernel/read-models';
import { namesOf, type Names } from '../../../projections/people/names';
import type { ActivityEntry } from '../../../projections/tickets/read-ticket';
import { ticketNumbers } from '../../../projections/tickets/ticket-lines';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import type { Formats } from '../rendering/formats';
import type { Translate } from '../rendering/words';

const people = ['technician', 'by', 'foundBy', 'user'];
const organisations = ['from', 'to', 'organisation'];
/** The other ticket in facts of merges. */
const otherTicket: Readonly<Record<string, 'primary' | 'duplicate'>> = {
  TicketMerged: 'primary',
  DuplicateLinked: 'duplicate',
  TicketUnlinked: 'primary',
  DuplicateUnlinked: 'duplicate',
};

const otherIn = ({ type, data }: ActivityEntry): string | null => textIn(data, otherTicket[type] ?? '');

export interface Telling {
  readonly actor: Actor;
  readonly ticket: Pick<TicketView, 'handler'>;
}

/** Names in facts, besides the names of actors, and the numbers of other tickets. */
export async function namesInFacts(models: ReadModels, lines: readonly ActivityEntry[], about: Telling): Promise<Names> {
  const values = (keys: readonly string[]) => lines.flatMap(({ data }) => keys.map((key) => textIn(data, key)));
  const teams = lines.flatMap(({ data }) => [textIn(data, 'team')]);
  const [names, numbers] = await Promise.all([
    namesOf(models, { users: values(people), organisations: [...values(organisations), about.ticket.handler], teams }),
    ticketNumbers(
      models,
      about.actor,
      lines.map(otherIn).filter((id) => id !== null),
    ),
  ]);
  return { ...names, ...numbers };
}

export const textIn = (data: Values, key: string): string | null => {
  const value = data[key];
  return typeof value === 'string' ? value : null;
};

export interface Wording {
  readonly names: Names;
  readonly t: Translate;
  readonly formats: Formats;
}

/** One sentence per fact type, with translated values and names instead of ids. */
export function sentenceOf(line: ActivityEntry, { names, t, formats }: Wording): string {
  const { type, data, actor } = line;
  const named = (key: string): string => names[textIn(data, key) ?? ''] ?? '–';
  const word = (key: string): string => {
    const value = textIn(data, key);
    return value === null ? '–' : t(`forms.values.${value}`);
  };
  const who = 'user' in actor ? (names[actor.user] ?? '–') : t('tickets.system');
  const extra: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
    CustomerAcknowledged: () => ({ by: word('by') }),
    GateWaived: () => ({ gate: word('gate') }),
    TicketRouted: () => ({ team: named('team') }),
    TicketAssigned: () => ({ technician: named('technician') }),
    AssignmentEnded: () => ({ technician: named('technician') }),
    TicketForwarded: () => ({ to: named('to') }),
    TicketReturned: () => ({ to: named('to') }),
    TicketRecalled: () => ({ to: named('to') }),
    PriorityChanged: () => ({ from: word('from'), to: word('to') }),
    WaitingStarted: () => ({ for: word('for') }),
    WaitingEnded: () => ({ for: word('for') }),
    ProgressReported: () => ({ percent: formats.percent(numberIn(data, 'percent')) }),
    WorkRecorded: () => ({ minutes: formats.number(numberIn(data, 'minutes')) }),
    TicketClosed: () => ({ resolution: t(`tickets.resolution.${textIn(data, 'resolution') ?? 'resolved'}`) }),
  };
  const other = names[otherIn(line) ?? ''];
  if (other !== undefined) return t(`tickets.factOf.${type}`, { who, ticket: other });
  const sentence = t(`tickets.fact.${type}`, { who, ...extra[type]?.() });
  const item = type === 'WorkRecorded' ? textIn(data, 'item') : null;
  return item === null ? sentence : `${sentence} (${t('forms.fields.item')}: ${item})`;
}

export function numberIn(data: Values, key: string): number {
  const value = data[key];
  return typeof value === 'number' ? value : 0;
}
