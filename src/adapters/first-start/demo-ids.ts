import { v5 } from 'uuid';
import type { OrganisationId, TeamId, UserId } from '../../domain/kernel/ids';
import { rootOrganisation } from '../../domain/people/organisation';

/** Derives ids from names, so that the demo is identical on every machine. */
export function derived(...parts: readonly string[]): string {
  return v5(JSON.stringify(parts), rootOrganisation);
}

export function organisationId(key: string): OrganisationId {
  return key === 'root' ? rootOrganisation : derived('organisation', key);
}

export function personId(organisation: string, person: string): UserId {
  return derived('user', organisation, person);
}

export function teamId(organisation: string, name: string): TeamId {
  return derived('team', organisation, name);
}

export function addressOf(organisation: string, person: string): string {
  return `${person}@${organisation}.example`;
}
