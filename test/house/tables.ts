import { rules, type Role } from '../../src/domain/ticket/ticket.phases';
import { kinds, engagements } from '../../src/domain/ticket/ticket.events';
import { profileOf } from '../../src/domain/ticket/ticket.profiles';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const head = (...cells: readonly string[]): readonly string[] => [row(cells), `|${'---|'.repeat(cells.length)}`];

const people: { readonly [role in Role]: string } = {
  customer: 'customer',
  staff: 'staff',
  handler: 'handler',
  assignee: 'assignee',
  creator: 'creator side',
  principal: 'principal',
  privacyOfficer: 'privacy officer',
  importer: 'importer',
  process: 'our own process',
};

const spans: Readonly<Record<string, string>> = { '0': 'nothing yet', '1 2 3 4 5 6': 'open', '1 2 3 4 5 6 7': 'any' };
const span = (phases: readonly number[]): string => spans[phases.join(' ')] ?? phases.join(' ');

/** The table of docs/domain.md, from the data that the code uses. */
export function transitionTable(): string {
  const lines = Object.entries(rules).map(([command, { ways, to }]) => {
    const who = ways.map(({ as, may, in: phases, check }) => {
      const right = may === null ? '' : ` with \`${may}\``;
      const kindsOnly = check === undefined ? '' : ` (completion check ${check.join(' or ')})`;
      return `${people[as]}${right} · ${span(phases)}${kindsOnly}`;
    });
    return row([command, who.join('<br>'), to === undefined ? '=' : to.join(' ')]);
  });
  return [...head('command', 'who, with which permission · in which phases', '→ phase'), ...lines].join('\n');
}

/** The requirements of each kind of ticket, for docs/domain.md. */
export function profileTable(): string {
  const gates = (list: readonly string[]): string => (list.length === 0 ? '–' : list.join(', '));
  const lines = kinds.map((kind) => {
    const profile = profileOf(kind, 'own');
    return row([
      kind,
      String(profile.opensIn),
      gates(profile.beforeQualifying),
      gates(profile.beforeQualified),
      profile.acceptance ? 'asked for' : 'first work counts',
      profile.actualDamage ? 'solution, actual damage' : 'solution',
      profile.completionCheck,
      String(profile.reopensIn),
    ]);
  });
  const titles = [
    'kind',
    'opens in',
    'before qualifying',
    'before qualified',
    'acceptance',
    'before solved',
    'completion check',
    'reopens in',
  ];
  return [...head(...titles), ...lines].join('\n');
}

/** Gates that an engagement needs before the ticket is opened. */
export function gatesAtOpening(): string {
  return engagements
    .flatMap((engagement) => profileOf('service', engagement).atOpening.map((gate) => `\`${engagement}\`: \`${gate}\``))
    .join(', ');
}
