/** A section of the API description, an OpenAPI tag. */
export interface Section {
  readonly name: string;
  readonly group: string;
  /** Prefixes of its operation ids (`tickets_list`). Empty for sections of ticket commands. */
  readonly of: readonly string[];
  readonly about: string;
}

const tickets = 'Tickets';
const people = 'People';
const insight = 'Insight';
const operation = 'Operation';

/** In display order. A resource without a section gets one of its own at the end. */
export const sections: readonly Section[] = [
  { name: 'Tickets', group: tickets, of: ['tickets'], about: 'Open, find and read tickets.' },
  { name: 'Intake', group: tickets, of: [], about: 'From opening to dispatching: acknowledgement, qualification, conditions.' },
  { name: 'Dispatching', group: tickets, of: [], about: 'Teams, technicians and priority.' },
  { name: 'Work', group: tickets, of: [], about: 'Work of technicians: start, wait, record work and solve.' },
  { name: 'Closing', group: tickets, of: [], about: 'Close, reject, withdraw and reopen.' },
  { name: 'Custody', group: tickets, of: [], about: 'Forward a ticket to another organisation, and return it.' },
  { name: 'Conversation', group: tickets, of: [], about: 'Replies, files, details and watchers.' },
  { name: 'Duplicates', group: tickets, of: [], about: 'Merge tickets, and make them independent again.' },
  { name: 'Files', group: tickets, of: ['files'], about: 'Upload files for commands, and read the files of a ticket.' },
  {
    name: 'Dossiers',
    group: tickets,
    of: ['dossiers', 'letterhead'],
    about: 'Export a ticket as a ZIP that stands for itself: PDF, files and facts.',
  },
  { name: 'Organisations', group: people, of: ['organisations'], about: 'Customers, partners, distributors and their teams.' },
  { name: 'Users', group: people, of: ['users', 'me'], about: 'People with an account, and your own user.' },
  { name: 'Contacts', group: people, of: ['contacts'], about: 'People without an account.' },
  { name: 'Roles', group: people, of: ['roles', 'permissions'], about: 'Sets of permissions.' },
  { name: 'Tokens', group: people, of: ['tokens'], about: 'Access tokens of the API.' },
  {
    name: 'Reports',
    group: insight,
    of: ['dashboard', 'reports'],
    about: 'Counts and reports of the tickets that you may read.',
  },
  {
    name: 'Reporting',
    group: insight,
    of: ['models'],
    about: 'Read models for reporting jobs: everything once, then only what changed.',
  },
  { name: 'Operation', group: operation, of: ['health', 'projections'], about: 'The state of the server and its read models.' },
];

/** The section of an operation. */
export function sectionOf(operationId: string): Section {
  const [plural = ''] = operationId.split('_');
  const name = `${plural.charAt(0).toUpperCase()}${plural.slice(1)}`;
  return (
    sections.find(({ of }) => of.includes(plural)) ?? { name, group: 'More', of: [plural], about: `Everything about ${plural}.` }
  );
}
