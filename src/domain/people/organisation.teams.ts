import type { DecisionContext } from '../context';
import { reject } from '../kernel/errors';
import type { TeamId, UserId } from '../kernel/ids';
import type { AddTeam, AddTeamMember, RemoveTeamMember, RenameTeam } from './organisation.commands';
import type { OrganisationEvent } from './organisation.events';
import type { Organisation, Team } from './organisation.state';

export function manageTeams(
  command: AddTeam | RenameTeam | AddTeamMember | RemoveTeamMember,
  state: Organisation,
  context: DecisionContext,
): readonly OrganisationEvent[] {
  if (command.type === 'AddTeam') return addTeam(command, state);
  const team =
    state.teams.get(command.team) ??
    reject('unknown', 'There is no such team in this organisation. Check its id.', { team: command.team });
  switch (command.type) {
    case 'RenameTeam':
      return renameTeam(command, state, team);
    case 'AddTeamMember':
      return addTeamMember(command, state, context);
    case 'RemoveTeamMember':
      return team.members.includes(command.user) ? [membership('TeamMemberRemoved', command)] : [];
  }
}

function addTeam({ team, name }: AddTeam, state: Organisation): readonly OrganisationEvent[] {
  requireTeamName(name, team, state);
  const existing = state.teams.get(team);
  if (existing?.name === name) return [];
  if (existing !== undefined) reject('already-exists', 'This team already exists under another name. Rename it instead.');
  return [{ type: 'TeamAdded', audience: 'everyone', data: { team, name } }];
}

function renameTeam({ team, name }: RenameTeam, state: Organisation, before: Team): readonly OrganisationEvent[] {
  requireTeamName(name, team, state);
  return before.name === name ? [] : [{ type: 'TeamRenamed', audience: 'everyone', data: { team, name } }];
}

function requireTeamName(name: string, team: TeamId, state: Organisation): void {
  for (const [id, other] of state.teams) {
    if (id !== team && other.name === name)
      reject('already-exists', 'Another team of this organisation has this name. Choose a different one.');
  }
}

function addTeamMember(command: AddTeamMember, state: Organisation, context: DecisionContext): readonly OrganisationEvent[] {
  if (context.world.user(command.user)?.organisation !== state.id) {
    reject('unknown', 'There is no such user in this organisation. Choose one of its own users.', { user: command.user });
  }
  const members: readonly UserId[] = state.teams.get(command.team)?.members ?? [];
  return members.includes(command.user) ? [] : [membership('TeamMemberAdded', command)];
}

function membership(
  type: 'TeamMemberAdded' | 'TeamMemberRemoved',
  { team, user }: AddTeamMember | RemoveTeamMember,
): OrganisationEvent {
  return { type, audience: 'everyone', data: { team, user } };
}
