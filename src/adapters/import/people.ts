import type { TeamId } from '../../domain/kernel/ids';
import { DomainError } from '../../domain/kernel/errors';
import type { ContactCommand } from '../../domain/registry/contact';
import type { OrganisationCommand } from '../../domain/registry/organisation.events';
import type { UserCommand } from '../../domain/registry/user.events';
import type { Names } from './import-format';

type RegistryCommand =
  | { readonly category: 'contact'; readonly id: string; readonly command: ContactCommand }
  | { readonly category: 'user'; readonly id: string; readonly command: UserCommand }
  | { readonly category: 'organisation'; readonly id: string; readonly command: OrganisationCommand };

export interface PeopleParts {
  readonly organisation: string;
  /** Added to the name of a team when the organisation has one of that name already. */
  readonly source: string;
  readonly idOf: (kind: 'contact' | 'user' | 'team', name: string) => string;
  /** @throws {DomainError} refused */
  readonly record: (request: RegistryCommand) => Promise<void>;
}

/** The people and teams the source names, each recorded once, before the first ticket that needs them. */
export class People {
  private readonly recorded = new Map<string, Promise<void>>();
  /** All in one stream: one after the other, or they would only get in each other's way. */
  private teams: Promise<void> = Promise.resolve();

  constructor(private readonly parts: PeopleParts) {}

  /** Runs `plan` with names to refer to; `ready` sees to it that everybody it referred to exists. */
  meet<T>(plan: (names: Names) => T): { readonly planned: T; readonly ready: () => Promise<void> } {
    const mentioned = new Map<string, () => Promise<void>>();
    const mention = (kind: 'contact' | 'user' | 'team', name: string): string => {
      const id = this.parts.idOf(kind, name);
      mentioned.set(id, () => this.once(id, () => this.record(kind, id, name)));
      return id;
    };
    const planned = plan({
      contact: (name) => mention('contact', name),
      user: (name) => mention('user', name),
      team: (name) => mention('team', name),
    });
    const ready = async (): Promise<void> => {
      await Promise.all([...mentioned.values()].map((record) => record()));
    };
    return { planned, ready };
  }

  private once(id: string, record: () => Promise<void>): Promise<void> {
    const known = this.recorded.get(id) ?? record();
    this.recorded.set(id, known);
    return known;
  }

  private record(kind: 'contact' | 'user' | 'team', id: string, name: string): Promise<void> {
    const { organisation } = this.parts;
    switch (kind) {
      case 'contact':
        return this.parts.record({
          category: 'contact',
          id,
          command: { type: 'RecordContact', contact: id, organisation, name, phones: [], emails: [] },
        });
      case 'user':
        return this.parts.record({
          category: 'user',
          id,
          command: { type: 'RegisterUser', user: id, organisation, login: false, name },
        });
      case 'team':
        return (this.teams = this.teams.then(() => this.addTeam(id, name)));
    }
  }

  private async addTeam(team: TeamId, name: string): Promise<void> {
    const add = (called: string): Promise<void> =>
      this.parts.record({
        category: 'organisation',
        id: this.parts.organisation,
        command: { type: 'AddTeam', team, name: called },
      });
    try {
      await add(name);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'already-exists') throw error;
      await add(`${name} (${this.parts.source})`);
    }
  }
}
