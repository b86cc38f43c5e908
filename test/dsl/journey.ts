import { projections } from '../../src/projections';
import type { Answer, Api, Person } from './api';
import { hangMs, until } from './until';

/** The fields of answers that the journey reads. */
interface Ticket {
  readonly revision: number;
  readonly phase: number;
  readonly watchers: readonly { readonly id: string }[];
  readonly files: readonly { readonly id: string }[];
}

const fresh = { prefer: 'return=representation' };

/** Leads tickets of the demo organisations through every command that has a route. */
export class Journey {
  /** The described paths that were posted to successfully. */
  readonly walked = new Set<string>();
  readonly tickets: string[] = [];

  constructor(private readonly api: Api) {}

  async walk(): Promise<void> {
    await this.fromOpeningToReopening();
    await this.texts();
    await this.custody();
    await this.endings();
    await this.duplicates();
    await this.leaving();
  }

  private async fromOpeningToReopening(): Promise<void> {
    const [ben, anja, marie, tomas, kofi] = ['Ben', 'Anja', 'Marie', 'Tomáš', 'Kofi'].map((name) => this.api.as(name)) as [
      Person,
      Person,
      Person,
      Person,
      Person,
    ];
    const { id: technician = '', organisation = '' } = (await tomas.get('me')).body;
    const { teams } = await this.read<{ teams: { id: string }[] }>(anja, `organisations/${organisation}`);
    const ticket = await this.open(ben, 'service');
    const on = (who: Person, action: string, body?: object) => this.act(who, ticket, action, body);
    await on(anja, 'record-acknowledgement', { by: 'phone' });
    await on(anja, 'start-qualification');
    await on(anja, 'list-affected-items', { items: [{ kind: 'order', reference: 'SO-1' }] });
    await on(marie, 'waive-gate', { gate: 'contract', reason: 'Being signed.' });
    await on(anja, 'complete-qualification');
    await on(anja, 'route', { team: teams[0]?.id ?? '', reason: 'They know the model.' });
    await on(anja, 'change-priority', { priority: 'high' });
    await on(anja, 'assign', { technician });
    await on(tomas, 'decline', { reason: 'On leave.' });
    await on(anja, 'assign', { technician });
    await on(anja, 'unassign', { reason: 'A mistake.' });
    await on(anja, 'assign', { technician });
    await on(tomas, 'accept');
    await on(tomas, 'start-work');
    await on(tomas, 'change-sub-status', { waitingFor: 'customer', reason: 'For the key.' });
    await on(tomas, 'change-sub-status', { waitingFor: null });
    await on(tomas, 'report-progress', { percent: 40 });
    await on(tomas, 'record-work', { minutes: 25, description: 'Opened it.' });
    await on(tomas, 'record-found-fault', { description: 'A fuse.' });
    await on(tomas, 'enter-solution', { solution: 'Fuse replaced.' });
    await on(tomas, 'solve');
    await on(kofi, 'close', { summary: 'Works again.' });
    await on(ben, 'reopen', { reason: 'Dark again.' });
    const { id: manager = '' } = (await marie.get('me')).body;
    await on(marie, 'change-owner', { owner: { user: manager, organisation } });
  }

  private async texts(): Promise<void> {
    const [anja, priya] = [this.api.as('Anja'), this.api.as('Priya')];
    const ticket = await this.open(anja, 'issue');
    const on = (who: Person, action: string, body?: object, headers = {}) => this.act(who, ticket, action, body, headers);
    await on(anja, 'reply', { audience: 'everyone', body: 'We are on it.' });
    type Log = { readonly items: readonly { readonly data: { readonly reply?: string } }[] };
    const { items } = await this.read<Log>(this.api.as('Administrator'), `tickets/${ticket}/log`);
    await on(priya, 'redact-reply', { reply: items.find(({ data }) => data.reply !== undefined)?.data.reply });
    const attached = await anja.attach(ticket, 'everyone', { name: 'panel.txt', content: 'A picture of it.' });
    this.went('/v1/tickets/{id}/attach-files', attached);
    const { files, revision } = await this.read<Ticket>(anja, `tickets/${ticket}`);
    await on(priya, 'redact-attachment', { file: files[0]?.id });
    await on(anja, 'revise-details', { title: 'The left machine is dark' }, { 'if-match': `"${revision + 1}"` });
    const watcher = async (): Promise<string> => {
      const { watchers } = await on(anja, 'add-watcher', { email: 'guest@elsewhere.example', kinds: ['close'] }, fresh);
      return watchers.at(-1)?.id ?? '';
    };
    await on(anja, 'remove-watcher', { watcher: await watcher() });
    await on(priya, 'erase-watcher', { watcher: await watcher() });
  }

  private async custody(): Promise<void> {
    const [anja, fatima, marie] = [this.api.as('Anja'), this.api.as('Fatima'), this.api.as('Marie')];
    const organisationOf = async (name: string): Promise<unknown> => (await this.api.as(name).get('me')).body.organisation;
    const ticket = await this.open(anja, 'issue');
    const on = (who: Person, action: string, body?: object) => this.act(who, ticket, action, body);
    await on(anja, 'forward', { to: await organisationOf('Fatima'), reason: 'Beyond us.' });
    await on(fatima, 'return', { reason: 'Yours after all.' });
    await on(marie, 'waive-gate', { gate: 'jurisdiction', reason: 'They know the house.' });
    await on(marie, 'forward', { to: await organisationOf('Sven'), reason: 'For the bench.' });
    await on(marie, 'recall', { reason: 'We do it ourselves.' });
  }

  private async endings(): Promise<void> {
    const [anja, ben] = [this.api.as('Anja'), this.api.as('Ben')];
    await this.act(anja, await this.open(anja, 'issue'), 'reject', { reason: 'Not ours.' });
    await this.act(ben, await this.open(ben, 'issue'), 'withdraw', { reason: 'It works again.' });
    const tomas = this.api.as('Tomáš');
    const confirmed = await this.open(ben, 'issue');
    await this.act(anja, confirmed, 'assign', { technician: (await tomas.get('me')).body.id });
    await this.act(tomas, confirmed, 'accept');
    await this.act(tomas, confirmed, 'start-work');
    await this.act(tomas, confirmed, 'enter-solution', { solution: 'Fuse replaced.' });
    await this.act(tomas, confirmed, 'solve');
    await this.act(ben, confirmed, 'close', { summary: 'It does.' });
  }

  /** A closed ticket leaves as a dossier. */
  private async leaving(): Promise<void> {
    const anja = this.api.as('Anja');
    const [closed] = (await this.read<{ items: { id: string }[] }>(anja, 'tickets?state=closed&limit=1')).items;
    const dossiers = `tickets/${closed?.id ?? ''}/dossiers`;
    const started = await anja.post(dossiers, {});
    this.went('/v1/tickets/{id}/dossiers', started);
    const at = `dossiers/${bodyOf<{ id: string }>(started).id}`;
    await until(async () => (await this.read<{ state: string }>(anja, at)).state === 'done', 'the end of the export');
    for (const path of [dossiers, `${at}/content`]) await anja.get(path);
    await anja.post(`${at}/cancel`);
  }

  private async duplicates(): Promise<void> {
    const marie = this.api.as('Marie');
    const [primary, duplicate] = [await this.open(marie, 'issue'), await this.open(marie, 'issue')];
    await this.act(marie, duplicate, 'merge-into', { primary, reason: 'The same machine.' });
    await this.act(marie, primary, 'unlink-duplicate', { duplicate });
    await this.act(marie, primary, 'add-duplicates', { duplicates: [await this.open(marie, 'issue')] });
  }

  private async open(who: Person, kind: string): Promise<string> {
    const opened = await who.post('tickets', { kind, title: 'Ticket machine is dark', description: 'Since this morning.' });
    this.went('/v1/tickets', opened);
    const ticket = opened.body.id ?? '';
    this.tickets.push(ticket);
    return ticket;
  }

  /** Reads once the read models hold everything recorded before. */
  private async read<T>(who: Person, path: string): Promise<T> {
    const { runner, stores } = this.api.docket;
    const names = projections.map(({ name }) => name);
    await runner.readModels.waitFor(names, (await stores.log.head()) ?? '', hangMs);
    return bodyOf<T>(await who.get(path));
  }

  private async act(who: Person, ticket: string, action: string, body?: object, headers = {}): Promise<Ticket> {
    const answer = await who.post(`tickets/${ticket}/${action}`, body, headers);
    this.went(`/v1/tickets/{id}/${action}`, answer);
    return bodyOf<Ticket>(answer);
  }

  private went(path: string, { status, text }: Answer): void {
    if (status > 201) throw new Error(`${path}: ${status} ${text}`);
    this.walked.add(path);
  }
}

function bodyOf<T>({ text }: Answer): T {
  return JSON.parse(text) as T;
}
