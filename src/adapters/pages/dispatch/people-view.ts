import { ERASED } from '../../../domain/kernel/event';
import type { TeamItem } from '../../../projections/people/organisations';
import type { Technician, TechnicianPage } from '../../../projections/tickets/dispatch';

/** Team and area of the ticket that needs a technician. */
export interface Wanted {
  readonly team: string | null;
  readonly area: string | null;
}

/** Number of open tickets that fills a bar. A higher maximum workload replaces it. */
const fullLoad = 8;

/** Best fit first: in the ticket's team, near its area, lowest workload. */
export function peopleView({ items }: Pick<TechnicianPage, 'items'>, wanted: Wanted, teams: readonly TeamItem[]) {
  const most = Math.max(fullLoad, ...items.map(({ open }) => open));
  const names = new Map(teams.map(({ id, name }) => [id, name]));
  return [...items].sort((a, b) => misfits(a, wanted) - misfits(b, wanted) || a.open - b.open).map((one) => personView(one));

  function personView(person: Technician) {
    const { id, name, open, waiting, areas } = person;
    const [now] = person.working;
    return {
      ...{ id, open, waiting, most, name: name === null || name === ERASED ? '–' : name },
      teams: person.teams.map((team) => names.get(team) ?? '–').join(', '),
      areas: areas.join(' · '),
      now: now === undefined ? null : { number: now.number, title: now.title === ERASED ? null : now.title },
      others: now === undefined ? 0 : person.atWork - 1,
      isOtherTeam: isOfOtherTeam(person, wanted),
      isElsewhere: isElsewhere(person, wanted),
    };
  }
}

/** People without a team, such as managers, rarely work in the field. */
const misfits = (person: Technician, wanted: Wanted): number =>
  (isOfOtherTeam(person, wanted) ? 4 : 0) + (person.teams.length === 0 ? 2 : 0) + (isElsewhere(person, wanted) ? 1 : 0);

function isOfOtherTeam({ teams }: Technician, { team }: Wanted): boolean {
  return team !== null && !teams.includes(team);
}

/** Technicians who work nowhere now can go anywhere. Two characters identify a region in postal codes, and places by name. */
function isElsewhere({ areas }: Technician, { area }: Wanted): boolean {
  return area !== null && areas.length > 0 && !areas.some((one) => regionOf(one) === regionOf(area));
}

const regionOf = (area: string): string => area.slice(0, 2).toLowerCase();
