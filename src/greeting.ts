import { firstTokenCommand } from './adapters/cli/invocation';
import type { FilledDemo } from './adapters/first-start/demo/fill-demo';
import type { Server } from './compose/server';

/** What a start prints: where the server is, and what only this start can tell. */
export function greeting({ docket, url, demo, first, setUp }: Server): string {
  return [
    `Docket is at ${url} (API: ${url}/docs)\nData folder: ${docket.stores.folder.path}\nPDFs are printed by: ${docket.dossiers.printsWith}\n`,
    ...(demo.people.length > 0 ? demoTable(url, demo) : []),
    ...(setUp === null ? [] : [`Open this link to become the first administrator. It works once, for seven days:\n  ${setUp}\n`]),
    ...(first === null
      ? []
      : [
          `Create the first token before anyone can use the API. This command creates one for the administrator:\n  ${firstTokenCommand(first)}\n`,
        ]),
  ].join('');
}

/** What a start prints while a server does not answer. */
export function waiting(who: string, { message }: Error): string {
  return `Docket waits for the ${who}, and starts once it answers. ${message}.\n`;
}

export function filledDemo({ tickets, seconds }: FilledDemo): string {
  return `The demo desk is complete: ${tickets} tickets, filled in within ${seconds.toFixed(1)} seconds.\n`;
}

type Demo = Server['demo'];
type Person = Demo['people'][number];

const kinds: Readonly<Record<Person['kind'], string>> = {
  admin: 'head office',
  manufacturer: 'manufacturer',
  distributor: 'distributor',
  partner: 'service partner',
  serviceProvider: 'service provider',
  customer: 'customer',
};

function demoTable(url: string, { people, password }: Demo): readonly string[] {
  const companies = [...new Set(people.map(({ organisation }) => organisation))];
  const width = (of: (person: Person) => string): number => Math.max(...people.map((person) => of(person).length));
  const [name, email] = [width(({ user }) => user), width((person) => person.email)];
  const line = (person: Person): string => `    ${person.user.padEnd(name)}  ${person.email.padEnd(email)}  ${person.role}\n`;
  return [
    `Demo: invented companies and people. Sign in at ${url} as any of them.\n`,
    `\n    Password of everybody: ${password ?? ''}\n`,
    ...tourLines(people),
    ...companies.flatMap((company) => {
      const staff = people.filter(({ organisation }) => organisation === company);
      const [first] = staff;
      return [`\n  ${company}${first === undefined ? '' : ` (${kinds[first.kind]})`}\n`, ...staff.map(line)];
    }),
    ...tokenLines(people),
    '\nPassword and tokens are shown only once, so copy them now.\n',
  ];
}

/** Who takes a ticket from its opening to its closing, by role. */
const tour: readonly (readonly [role: string, does: string])[] = [
  ['customer user', 'opens a ticket'],
  ['agent', 'tells the customer, and qualifies it'],
  ['manager', 'waives the contract that a service ticket needs, before it goes to dispatching'],
  ['dispatcher', 'assigns a technician'],
  ['technician', 'accepts, works and solves'],
  ['checker', 'checks and closes it'],
];

/** People of one customer and its partner, because others do not see each other's tickets. */
function tourLines(people: Demo['people']): readonly string[] {
  const partner = people.find(({ role }) => role === 'call centre')?.organisation;
  const guides = tour.flatMap(([wanted, does]) => {
    const one = people.find(
      ({ role, organisation, kind }) => role === wanted && (kind === 'customer' || organisation === partner),
    );
    return one === undefined ? [] : [`    ${one.email} ${does}\n`];
  });
  return guides.length < tour.length ? [] : ['\n  For a first tour, one after the other:\n', ...guides];
}

function tokenLines(people: Demo['people']): readonly string[] {
  const owners = people.filter(({ token }) => token !== '');
  return [
    `\n  API tokens${owners.length < people.length ? ' (make others with npm run token -- create)' : ''}\n`,
    ...owners.map(({ organisation, user, role, token }) => `  ${token}  ${organisation} · ${user} · ${role}\n`),
  ];
}
