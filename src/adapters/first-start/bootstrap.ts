import type { Category, OrganisationId, UserId } from '../../domain/kernel/ids';
import type { Actor } from '../../domain/people/actor';
import { builtInRoleId, type BuiltInRoleName } from '../../domain/people/built-in-roles';
import { rootOrganisation } from '../../domain/people/organisation';
import type { OrganisationCommand } from '../../domain/people/organisation.commands';
import { permissions } from '../../domain/people/permission';
import { user } from '../../domain/people/user';
import type { UserCommand } from '../../domain/people/user.commands';
import type { ApprovalSide } from '../../domain/people/user.events';
import type { OrganisationKind } from '../../domain/people/views';
import type { CommandExecutor } from '../cqrs/command-executor.port';
import { loadActor } from '../world/actor-loader';
import type { AggregateLoader } from '../world/aggregate-loader.port';
import { addressOf, derived, organisationId, personId, teamId } from './demo-ids';
import { demoOrganisations, demoRootPeople, demoRootTeams, type DemoOrganisation, type DemoPerson } from './demo-organisations';
import { moreOrganisations } from './demo/more-organisations';
import type { ReservedEmails } from '../desk/people/reserved-emails';

export interface BootstrapParts {
  readonly executor: CommandExecutor;
  readonly loader: AggregateLoader;
  readonly emails: ReservedEmails;
  readonly rootName: string;
  readonly demo: DemoSize;
}

/** Demo organisations for trying the product, never in production. Only a full demo gets tickets (fill-demo.ts). */
export type DemoSize = 'none' | 'small' | 'full';

/** One line of the printed token list. */
export interface DemoToken {
  /** Id of the user. */
  readonly id: UserId;
  readonly email: string;
  readonly organisation: string;
  readonly kind: OrganisationKind;
  readonly user: string;
  readonly role: string;
  /** Empty if the user gets none. */
  readonly token: string;
}

export const rootAdministrator: UserId = '0d0c4e70-0000-8000-8000-000000000002';
export const rootAddress = 'administrator@localhost';
const rootRoles: readonly BuiltInRoleName[] = ['tenant admin', 'privacy officer', 'auditor', 'reporting', 'integration'];

/** The actor when no person acts: the first start, and blocks of numbers. */
export const rootActor: Actor = {
  user: rootAdministrator,
  organisation: rootOrganisation,
  organisationKind: 'admin',
  teams: [],
  permissions: new Set(permissions),
};

/**
 * Creates the root organisation with its administrator and, on request, the demo organisations. Every step has a fixed command id, so a start
 * after a crash completes the rest. The administrator's approval comes last; once recorded, nothing is repeated.
 */
export async function bootstrap(parts: BootstrapParts): Promise<void> {
  if (await isComplete(parts.loader)) return;
  const { rootName: name } = parts;
  await tell(parts, rootOrganisation, {
    type: 'FoundOrganisation',
    organisation: rootOrganisation,
    kind: 'admin',
    name,
    parent: null,
  });
  await register(parts, { id: rootAdministrator, organisation: rootOrganisation, name: 'Administrator', email: rootAddress });
  for (const role of rootRoles) await tellUser(parts, rootAdministrator, { type: 'GrantRole', role: builtInRoleId(role) });
  await makeDemo(parts);
  await approve(parts, rootAdministrator, 'organisation');
}

export interface DemoTokenParts {
  readonly loader: AggregateLoader;
  readonly rootName: string;
  readonly tokens: {
    readonly existsWithLabel: (label: string) => Promise<boolean>;
    /** Returns the secrets. */
    readonly createAll: (owners: readonly UserId[], label: string) => Promise<readonly string[]>;
  };
}

const demoLabel = 'Demo';
/** Number of people in a small demo, without the administrator. */
const smallDemo = [...demoRootPeople, ...demoOrganisations.flatMap(({ people }) => people)].length;

/** Creates tokens for a demo without any, and returns them for display, because a secret cannot be shown later. Empty without a demo. */
export async function demoTokens({ loader, rootName, tokens }: DemoTokenParts): Promise<readonly DemoToken[]> {
  if (await tokens.existsWithLabel(demoLabel)) return [];
  const everybody = withRoot(rootName, 'full').flatMap((demo) => demo.people.map((person) => lineOf(demo, person)));
  const mayEnter = await Promise.all(everybody.map(async ({ id }) => (await loadActor(loader, id)) !== null));
  const staff = everybody.filter((_, i) => mayEnter[i]);
  if (staff.length === 0) return [];
  const root = { id: rootAdministrator, email: rootAddress };
  const administrator = { ...root, organisation: rootName, kind: 'admin', user: 'Administrator', role: 'tenant admin' } as const;
  const lines = [administrator, ...staff];
  // A full demo is for the pages, so unused tokens would only fill the token list.
  const owners = staff.length > smallDemo ? [administrator] : lines;
  const secrets = await tokens.createAll(
    owners.map(({ id }) => id),
    demoLabel,
  );
  return lines.map((line, i) => ({ ...line, token: secrets[i] ?? '' }));
}

function lineOf({ key, kind, name: organisation }: DemoOrganisation, person: DemoPerson) {
  return {
    id: personId(key, person.key),
    email: addressOf(key, person.key),
    organisation,
    kind,
    user: person.name,
    role: person.role,
  };
}

async function isComplete(loader: AggregateLoader): Promise<boolean> {
  const administrator = await loader.load(user, rootAdministrator);
  if (administrator.status === 'registered') return administrator.missingApprovals.length === 0;
  return administrator.status === 'erased';
}

async function makeDemo(parts: BootstrapParts): Promise<void> {
  if (parts.demo === 'none') return;
  const [root, ...others] = withRoot(parts.rootName, parts.demo);
  for (const one of others) await foundDemo(parts, one);
  for (const one of [...(root === undefined ? [] : [root]), ...others]) await settleDemo(parts, one);
}

function withRoot(name: string, demo: DemoSize): readonly DemoOrganisation[] {
  const root = { key: 'root', kind: 'admin', name, parent: null, serviceProviders: [] } as const;
  const more = demo === 'full' ? moreOrganisations : [];
  return [{ ...root, teams: demoRootTeams, people: demoRootPeople }, ...demoOrganisations, ...more];
}

async function foundDemo(parts: BootstrapParts, { key, kind, name, parent }: DemoOrganisation): Promise<void> {
  const organisation = organisationId(key);
  await tell(parts, organisation, {
    type: 'FoundOrganisation',
    organisation,
    kind,
    name,
    parent: organisationId(parent ?? 'root'),
  });
}

async function settleDemo(parts: BootstrapParts, demo: DemoOrganisation): Promise<void> {
  const organisation = organisationId(demo.key);
  for (const name of demo.teams) await tell(parts, organisation, { type: 'AddTeam', team: teamId(demo.key, name), name });
  for (const key of demo.serviceProviders) {
    await tell(parts, organisation, { type: 'EngageServiceProvider', provider: organisationId(key) });
  }
  if (parts.demo === 'full' && demo.serviceProviders.length > 0)
    await tell(parts, organisation, { type: 'ChangePreferences', isAspBusiness: true });
  for (const person of demo.people) await employ(parts, demo, person);
}

async function employ(parts: BootstrapParts, demo: DemoOrganisation, person: DemoPerson): Promise<void> {
  const { name, role, team } = person;
  const organisation = organisationId(demo.key);
  const id = personId(demo.key, person.key);
  await register(parts, { id, organisation, name, email: addressOf(demo.key, person.key) });
  await approve(parts, id, 'organisation');
  if (demo.kind === 'customer') await approve(parts, id, 'vendor');
  await tellUser(parts, id, { type: 'GrantRole', role: builtInRoleId(role) });
  if (team !== undefined) await tell(parts, organisation, { type: 'AddTeamMember', team: teamId(demo.key, team), user: id });
}

async function register(
  parts: BootstrapParts,
  person: { readonly id: UserId; readonly organisation: OrganisationId; readonly name: string; readonly email: string },
): Promise<void> {
  const { id, email, ...rest } = person;
  const commandId = derived('command', 'reserve', id);
  await parts.emails.claim(email, `user-${id}`, { actor: rootActor, commandId, correlationId: commandId });
  await tellUser(parts, id, { type: 'RegisterUser', user: id, login: true, email, ...rest });
}

function approve(parts: BootstrapParts, id: UserId, side: ApprovalSide): Promise<void> {
  return tellUser(parts, id, { type: 'ApproveUser', side });
}

function tellUser(parts: BootstrapParts, id: UserId, command: UserCommand): Promise<void> {
  return record(parts, { category: 'user', id, command });
}

function tell(parts: BootstrapParts, id: OrganisationId, command: OrganisationCommand): Promise<void> {
  return record(parts, { category: 'organisation', id, command });
}

/** The step identifies a repeat, not the command: the root's name may change in the settings before the first start succeeds. */
async function record(
  { executor }: BootstrapParts,
  request: { readonly category: Category; readonly id: string; readonly command: OrganisationCommand | UserCommand },
): Promise<void> {
  const body = stepOf(request.command);
  const commandId = derived('command', request.id, ...body);
  await executor.execute({ ...request, body, actor: rootActor, commandId, correlationId: commandId });
}

function stepOf(command: OrganisationCommand | UserCommand): readonly string[] {
  switch (command.type) {
    case 'GrantRole':
      return [command.type, command.role];
    case 'ApproveUser':
      return [command.type, command.side];
    case 'AddTeam':
      return [command.type, command.team];
    case 'AddTeamMember':
      return [command.type, command.team, command.user];
    case 'EngageServiceProvider':
      return [command.type, command.provider];
    default:
      return [command.type];
  }
}
