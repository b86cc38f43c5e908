import type { TeamId } from '../../domain/kernel/ids';
import { DomainError } from '../../domain/kernel/errors';
import type { ContactCommand } from '../../domain/people/contact.commands';
import type { OrganisationCommand } from '../../domain/people/organisation.commands';
import type { UserCommand } from '../../domain/people/user.commands';
import type { Names } from './import-format';

type PeopleCommand =
  | { readonly category: 'contact'; readonly id: string; readonly command: ContactCommand }
  | { readonly category: 'user'; readonly id: string; readonly command: UserCommand }
  | { readonly category: 'organisation'; readonly id: string; readonly command: OrganisationCommand };

export interface PeopleParts {
  readonly organisation: string;
  /** Added to a team's name if the organisation already has a team of that name. */
  readonly source: string;
  readonly idOf: (kind: NamedEntity['kind'], name: string) => string;
  /** @throws {DomainError} refused */
  readonly record: (request: PeopleCommand, row: number) => Promise<void>;
}

interface NamedEntity {
  readonly kind: 'contact' | 'user' | 'team';
  readonly id: string;
  readonly name: string;
  readonly row: number;
}

/** Records the people and teams that the source names, each once, before the first ticket that needs them. */
export class People {
  private readonly ids = new Map<string, string>();
  private readonly recorded = new Map<string, Promise<void>>();
  /** Teams share one stream, so they are added one after another to avoid conflicts. */
  private teams: Promise<void> = Promise.resolve();

  constructor(private readonly parts: PeopleParts) {}

  /** Runs `plan` with a name resolver. `ready` records everyone the plan refers to. */
  planWithNames<T>(plan: (names: Names) => T): { readonly planned: T; readonly ready: (row: number) => Promise<void> } {
    const referred = new Map<string, (row: number) => Promise<void>>();
    const refer = (kind: NamedEntity['kind'], name: string): string => {
      const id = this.idOf(kind, name);
      referred.set(id, (row) => this.once(id, () => this.record({ kind, id, name, row })));
      return id;
    };
    const planned = plan({
      contact: (name) => refer('contact', name),
      user: (name) => refer('user', name),
      team: (name) => refer('team', name),
    });
    const ready = async (row: number): Promise<void> => {
      await Promise.all([...referred.values()].map((record) => record(row)));
    };
    return { planned, ready };
  }

  private idOf(kind: NamedEntity['kind'], name: string): string {
    const key = `${kind} ${name}`;
    const id = this.ids.get(key) ?? this.parts.idOf(kind, name);
    this.ids.set(key, id);
    return id;
  }

  private once(id: string, record: () => Promise<void>): Promise<void> {
    const known = this.recorded.get(id) ?? record();
    this.recorded.set(id, known);
    return known;
  }

  private record({ kind, id, name, row }: NamedEntity): Promise<void> {
    const { organisation } = this.parts;
    if (kind === 'team') {
      const added = this.teams.then(() => this.addTeam(id, name, row));
      // A refused team refuses its tickets, but not the next team.
      this.teams = added.catch(() => undefined);
      return added;
    }
    const request: PeopleCommand =
      kind === 'contact'
        ? { category: kind, id, command: { type: 'RecordContact', contact: id, organisation, name, phones: [], emails: [] } }
        : { category: kind, id, command: { type: 'RegisterUser', user: id, organisation, login: false, name } };
    return naming(kind, name, this.parts.record(request, row));
  }

  private async addTeam(team: TeamId, name: string, row: number): Promise<void> {
    const id = this.parts.organisation;
    const add = (called: string): Promise<void> =>
      this.parts.record({ category: 'organisation', id, command: { type: 'AddTeam', team, name: called } }, row);
    try {
      await naming('team', name, add(name));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'already-exists') throw error;
      await add(`${name} (${this.parts.source})`);
    }
  }
}

const excerpt = 40;

/** Adds the name to the refusal, because the command's message has only the field `name`. */
async function naming(kind: NamedEntity['kind'], name: string, recorded: Promise<void>): Promise<void> {
  try {
    await recorded;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
    const shown = name.length > excerpt ? `${name.slice(0, excerpt)}…` : name;
    throw new DomainError(error.code, `The ${kind} "${shown}" cannot be recorded: ${error.message}`, error.facts);
  }
}
