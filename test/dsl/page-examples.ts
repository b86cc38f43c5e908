import type { people } from './desk-people';

/** One address of a page, and who looks at it; null: nobody who signed in. */
export interface PageExample {
  readonly as: keyof typeof people | null;
  readonly path: string;
  /** Of the picture that `npm run screenshots` makes. */
  readonly name: string;
}

const example = (name: string, as: PageExample['as'], path: string): PageExample => ({ name, as, path });

/** Every GET route of the pages with what to look at; `{…}` is put in by `knownIn`. A route without an example fails the tests. */
export const pageExamples: Readonly<Record<string, readonly PageExample[]>> = {
  '/': [
    example('dashboard', 'anja', '/?scope=all'),
    example('dashboard-customer', 'ben', '/'),
    example('dashboard-empty', 'otto', '/'),
  ],
  '/access-log': [example('access-log', 'otto', '/access-log')],
  '/account': [example('account', 'anja', '/account')],
  '/answers': [example('answers', 'anja', '/answers')],
  '/answers/new': [example('answer-new', 'anja', '/answers/new')],
  '/audit': [example('audit', 'otto', '/audit')],
  '/contacts': [example('contacts', 'anja', '/contacts')],
  '/contacts/:id': [example('contact', 'anja', '/contacts/{contact}')],
  '/contacts/:id/do/:verb': [example('contact-revise', 'anja', '/contacts/{contact}/do/revise')],
  '/contacts/new': [example('contact-new', 'anja', '/contacts/new')],
  '/dispatch': [example('dispatch', 'dieter', '/dispatch')],
  '/find': [example('find', 'anja', '/find?q=printer'), example('find-nothing', 'anja', '/find?q=nothingofthisname')],
  '/forgotten': [example('forgotten', null, '/forgotten')],
  '/help': [example('help', 'tomas', '/help'), example('help-customer', 'ben', '/help')],
  '/keys': [example('keys', 'anja', '/keys')],
  '/more': [example('more', 'anja', '/more')],
  '/operations': [example('operations', 'administrator', '/operations')],
  '/organisations': [example('organisations', 'paula', '/organisations')],
  '/organisations/:id': [example('organisation', 'paula', '/organisations/{organisation}')],
  '/organisations/:id/do/:verb': [example('organisation-rename', 'paula', '/organisations/{organisation}/do/rename')],
  '/organisations/new': [example('organisation-new', 'administrator', '/organisations/new')],
  '/password/:secret': [example('password-gone', null, '/password/nothing')],
  '/reports': [example('reports', 'marie', '/reports')],
  '/reports/tickets': [example('report-tickets', 'marie', '/reports/tickets')],
  '/roles': [example('roles', 'paula', '/roles')],
  '/roles/:id': [example('role', 'paula', '/roles/{role}')],
  '/roles/:id/do/:verb': [example('role-revise', 'paula', '/roles/{role}/do/revise')],
  '/roles/new': [example('role-new', 'paula', '/roles/new')],
  '/set-up/:secret': [example('set-up-gone', null, '/set-up/nothing')],
  '/settings/letterhead': [example('letterhead', 'paula', '/settings/letterhead')],
  '/settings/words': [example('words', 'paula', '/settings/words')],
  '/sign-in': [example('sign-in', null, '/sign-in')],
  '/tickets': [
    example('tickets', 'anja', '/tickets?scope=all&state=all'),
    example('tickets-filtered', 'anja', '/tickets?scope=all&priority=high'),
    example('tickets-none', 'anja', '/tickets?scope=all&q=nothingofthisname'),
  ],
  '/tickets/bulk': [example('bulk', 'anja', '/tickets/bulk?do=change-priority&ticket={working}')],
  '/tickets/filter': [example('filter', 'anja', '/tickets/filter?scope=all')],
  '/tickets/views': [example('views', 'anja', '/tickets/views')],
  '/tickets/views/new': [example('view-new', 'anja', '/tickets/views/new?list=scope%3Dall')],
  '/tickets/:number': [example('ticket', 'anja', '/tickets/{working}'), example('ticket-closed', 'anja', '/tickets/{closed}')],
  '/tickets/:number/:tab': [
    ...['overview', 'contact', 'merged', 'attachments'].map((tab) =>
      example(`ticket-${tab}`, 'anja', `/tickets/{working}/${tab}`),
    ),
    example('ticket-logs', 'administrator', '/tickets/{working}/logs'),
  ],
  '/tickets/:number/audit': [example('ticket-audit', 'otto', '/tickets/{working}/audit')],
  '/tickets/:number/dossier': [
    example('dossier', 'anja', '/tickets/{closed}/dossier'),
    example('dossier-open', 'anja', '/tickets/{working}/dossier'),
  ],
  '/tickets/:number/do/:verb': [
    ...['reply', 'change-priority', 'forward', 'merge-into', 'revise-details', 'add-watcher', 'route'].map((verb) =>
      example(`do-${verb}`, 'anja', `/tickets/{working}/do/${verb}`),
    ),
    example('do-assign', 'dieter', '/tickets/{working}/do/assign'),
  ],
  '/tickets/new': [example('new-ticket', 'carl', '/tickets/new'), example('new-ticket-customer', 'ben', '/tickets/new')],
  '/tickets/new/similar': [example('similar', 'carl', '/tickets/new/similar?title=receipts%20jam')],
  '/users': [example('users', 'paula', '/users')],
  '/users/:id': [example('user', 'paula', '/users/{user}')],
  '/users/:id/do/:verb': [example('user-grant', 'paula', '/users/{user}/do/grant-role')],
  '/users/new': [example('user-new', 'paula', '/users/new')],
};

/** Routes that answer no page of their own: files, streams, and what stands on other pages. */
export const noPages: readonly string[] = [
  '/operations/read-models',
  '/settings/letterhead/logo',
  '/users/:id/password-link',
  '/tickets/:number/audit/verify',
  '/access-log/verify',
  '/tickets/:number/files',
  '/tickets/:number/files/:file',
  '/tickets/:number/dossier/:export',
  '/tickets/news',
  '/tickets/export',
  '/access-log/export',
  '/audit/export',
  '/contacts/export',
  '/organisations/export',
  '/reports/export',
  '/reports/tickets/export',
  '/roles/export',
  '/users/export',
  '/live',
  '/live/here',
  '/live/since',
  '/tickets/:number/candidates',
  '/answers/:id',
  '/answers/:id/text',
];

/** Where the values of the addresses are looked up: the first link of its kind on a page. */
const lookups: Readonly<Record<string, { readonly at: string; readonly is: string }>> = {
  working: { at: '/tickets?scope=all&phase=5', is: '/tickets/([A-Z]T-\\d+)$' },
  contact: { at: '/contacts', is: '/contacts/([\\w-]{36})$' },
  organisation: { at: '/organisations', is: '/organisations/([\\w-]{36})$' },
  role: { at: '/roles', is: '/roles/([\\w-]{36})$' },
  user: { at: '/users', is: '/users/([\\w-]{36})$' },
  closed: { at: '/tickets?scope=all&state=closed', is: '/tickets/([A-Z]T-\\d+)$' },
};

/** Whoever goes to pages and looks at them. */
export interface Reader {
  readonly goes: (path: string) => Promise<number>;
  readonly says: (expression: string) => Promise<unknown>;
}

export type Known = Readonly<Record<string, string>>;

/** For somebody who may read all that the examples show. */
export async function knownIn(visitor: Reader): Promise<Known> {
  const known: Record<string, string> = {};
  for (const [name, { at, is }] of Object.entries(lookups)) {
    await visitor.goes(at);
    const links = `[...document.querySelectorAll('main a')].map((one) => one.pathname.match(new RegExp(${JSON.stringify(is)}))?.[1])`;
    known[name] = String(await visitor.says(`${links}.find((one) => one !== undefined)`));
  }
  return known;
}

export function addressOf({ path }: PageExample, known: Known): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? name);
}
