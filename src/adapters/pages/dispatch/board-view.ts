import { ERASED } from '../../../domain/kernel/event';
import { kinds, priorities } from '../../../domain/ticket/ticket.events';
import type { DispatchQueue, TechnicianPage } from '../../../projections/tickets/dispatch';
import type { TicketLine } from '../../../projections/tickets/list-tickets';
import { areaOf } from '../../../projections/tickets/ticket-list';
import type { TicketView } from '../../desk/tickets/ticket-reader';
import type { Translate } from '../rendering/words';
import { statusKey } from '../tickets/status-key';
import { allPages, boardAddress, noTeam, type BoardQuestion } from './board-question';
import { peopleView, type Wanted } from './people-view';

export interface Board {
  readonly question: BoardQuestion;
  readonly queue: DispatchQueue;
  readonly people: TechnicianPage;
  /** Null if no ticket is selected, or it can no longer be assigned. */
  readonly chosen: TicketView | null;
  readonly notice: string | null;
  readonly t: Translate;
}

/** View of board.hbs. */
export function boardView({ question, queue, people, chosen, notice, t }: Board) {
  const to = (change: Partial<BoardQuestion>): string => boardAddress(question, change);
  const { team, kind, priority, area } = question;
  return {
    ...{ notice, area: area ?? '', count: queue.count, clear: '/dispatch' },
    selects: selectsOf(question, queue, t),
    isFiltered: [team, kind, priority, area].some((one) => one !== null),
    rows: queue.items.map((item) => ({
      ...ticketView(item, queue),
      href: `${to({ ticket: item.number })}#people`,
      isChosen: item.number === chosen?.number,
    })),
    newer: question.after === null ? null : to({ ...allPages }),
    older: queue.next === null ? null : to({ ...allPages, after: queue.next }),
    chosen: chosen === null ? null : { ...chosenView(chosen, queue), back: to({ ticket: null }) },
    people: peopleView(people, wantedOf(question, chosen), queue.teams),
    morePeople: people.next === null ? null : to({ people: people.next }),
    keep: Object.entries({ team, kind, priority, area }).flatMap(([name, value]) => (value === null ? [] : [{ name, value }])),
  };
}

function selectsOf({ team, kind, priority }: BoardQuestion, { teams }: DispatchQueue, t: Translate) {
  const select = (
    name: string,
    chosen: string | null,
    options: readonly { readonly value: string; readonly label: string }[],
  ) => ({
    name,
    options: options.map((option) => ({ ...option, isChosen: option.value === chosen })),
  });
  const worded = (values: readonly string[]) => values.map((value) => ({ value, label: t(`forms.values.${value}`) }));
  return [
    select('team', team, [
      ...teams.map(({ id, name }) => ({ value: id, label: name })),
      { value: noTeam, label: t('dispatch.noTeam') },
    ]),
    select('kind', kind, worded(kinds)),
    select('priority', priority, worded(priorities)),
  ];
}

function ticketView(item: TicketLine, { names }: DispatchQueue) {
  const { number, priority, team, title, openedAt, kind, ownerOrganisation } = item;
  return {
    ...{ number, priority, kind, openedAt, area: areaOf(item), status: statusKey(item) },
    title: title === ERASED ? null : title,
    customer: names[ownerOrganisation] ?? '–',
    team: team === null ? null : (names[team] ?? '–'),
    isUrgent: priority === 'critical' || priority === 'high',
  };
}

function chosenView({ number, title, revision, team, details, phase, subStatus }: TicketView, { teams }: DispatchQueue) {
  return {
    ...{ number, revision, area: placeOf(details), status: statusKey({ phase, subStatus }) },
    title: title === ERASED ? null : title,
    team: teams.find(({ id }) => id === team)?.name ?? null,
  };
}

/** Without a selected ticket, the team filter decides which technicians fit. */
function wantedOf(question: BoardQuestion, chosen: TicketView | null): Wanted {
  const asked = question.team === noTeam ? null : question.team;
  return { team: chosen?.team ?? asked, area: chosen === null ? null : placeOf(chosen.details) };
}

function placeOf({ postalCode, branch, location }: TicketView['details']): string | null {
  return areaOf({ postalCode: postalCode ?? null, branch: branch ?? null, location: location ?? null });
}
