import type { AggregateLoader } from '../../../src/adapters/world/aggregate-loader.port';
import { loadActor } from '../../../src/adapters/world/actor-loader';
import { loadWorld } from '../../../src/adapters/world/world-loader';
import type { Aggregate } from '../../../src/domain/context';
import { fold } from '../../../src/domain/kernel/decider';
import type { DomainEvent, Recorded } from '../../../src/domain/kernel/event';
import { streamName } from '../../../src/domain/kernel/ids';
import { builtInRoleId } from '../../../src/domain/people/built-in-roles';
import type { ContactEvent } from '../../../src/domain/people/contact';
import type { OrganisationEvent } from '../../../src/domain/people/organisation.events';
import type { OrganisationKind } from '../../../src/domain/people/views';
import type { RoleEvent } from '../../../src/domain/people/role';
import { ancestorsOf } from '../../../src/domain/people/reach';
import { user } from '../../../src/domain/people/user';
import type { UserEvent } from '../../../src/domain/people/user.events';
import { id, noon } from '../../dsl/world';

const [root, partner, customer, tech, contactId, ownRole, team] = [1, 2, 3, 10, 20, 30, 40].map(id) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

const founded = (organisation: string, kind: OrganisationKind, parent: string | null): OrganisationEvent => ({
  type: 'OrganisationFounded',
  audience: 'everyone',
  data: { organisation, kind, name: kind, parent },
});
const everyone = <T extends string, D>(type: T, data: D) => ({ type, audience: 'everyone' as const, data });

const registered: UserEvent = everyone('UserRegistered', {
  user: tech,
  organisation: partner,
  login: true,
  approvals: ['organisation'] as const,
});
const approved: UserEvent = everyone('UserApproved', { side: 'organisation' as const, standIn: false });
const withRole = (role: string): UserEvent => everyone('RoleGranted', { role });
const defined: RoleEvent = everyone('RoleDefined', {
  role: ownRole,
  organisation: partner,
  name: 'Night shift',
  permissions: ['audit.verify', 'report.read'] as const,
});
const recorded: ContactEvent = everyone('ContactRecorded', { contact: contactId, organisation: customer });

type History = Readonly<Record<string, readonly DomainEvent[]>>;
const chain: History = {
  [`organisation-${root}`]: [founded(root, 'admin', null)],
  [`organisation-${partner}`]: [
    founded(partner, 'partner', root),
    everyone('TeamAdded', { team, name: 'Field' }),
    everyone('TeamMemberAdded', { team, user: tech }),
  ],
  [`organisation-${customer}`]: [founded(customer, 'customer', partner)],
  [`user-${tech}`]: [registered, approved],
  [`contact-${contactId}`]: [recorded],
  [`role-${ownRole}`]: [defined],
};

/** Folds the events of the example, and counts the reads of each stream. */
function loaderOf(history: History): AggregateLoader & { readonly asked: Map<string, number> } {
  const asked = new Map<string, number>();
  return {
    asked,
    load: <State>(aggregate: Aggregate<{ readonly type: string }, State, DomainEvent>, wanted: string) => {
      const stream = streamName(aggregate.category, wanted);
      asked.set(stream, (asked.get(stream) ?? 0) + 1);
      const past: readonly (DomainEvent & Recorded)[] = (history[stream] ?? []).map((event) => ({
        ...event,
        occurredAt: noon,
        recordedAt: noon,
      }));
      return Promise.resolve(fold(aggregate, past));
    },
  };
}

describe('the world of a decision', () => {
  it('holds an organisation with its ancestors, nearest first', async () => {
    const view = await loadWorld(loaderOf(chain), [['organisation', customer]]);
    expect(view.organisation(customer)).toMatchObject({ id: customer, kind: 'customer', parent: partner });
    expect(ancestorsOf(customer, view).map((one) => one.id)).toEqual([partner, root]);
    expect(ancestorsOf(root, view)).toEqual([]);
  });

  it('loads each organisation once, even if several need it', async () => {
    const loader = loaderOf(chain);
    await loadWorld(loader, [
      ['organisation', customer],
      ['organisation', partner],
      ['organisation', customer],
    ]);
    expect([...loader.asked.values()]).toEqual([1, 1, 1]);
  });

  it('holds the requested users, contacts and roles, and always the built-in roles', async () => {
    const view = await loadWorld(loaderOf(chain), [
      ['user', tech],
      ['contact', contactId],
      ['role', ownRole],
    ]);
    expect(view.user(tech)).toEqual({ id: tech, organisation: partner, active: true });
    expect(view.contact(contactId)).toEqual({ id: contactId, organisation: customer });
    expect(view.role(ownRole)?.permissions).toEqual(['audit.verify', 'report.read']);
    expect(view.role(builtInRoleId('technician'))?.permissions).toContain('ticket.work');
  });

  it('holds nothing that does not exist or was not requested', async () => {
    const missing = id(99);
    const view = await loadWorld(loaderOf(chain), [
      ['organisation', missing],
      ['user', missing],
      ['contact', missing],
      ['role', missing],
    ]);
    expect([view.organisation(missing), view.user(missing), view.contact(missing), view.role(missing)]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
    expect(view.organisation(partner)).toBeUndefined();
    expect(ancestorsOf(missing, view)).toEqual([]);
  });

  it('terminates even if parents form a cycle', async () => {
    const cycle: History = {
      [`organisation-${partner}`]: [founded(partner, 'partner', customer)],
      [`organisation-${customer}`]: [founded(customer, 'customer', partner)],
    };
    const view = await loadWorld(loaderOf(cycle), [
      ['organisation', customer],
      ['organisation', partner],
    ]);
    expect(ancestorsOf(customer, view).map((one) => one.id)).toEqual([partner]);
  });
});

describe('the actor', () => {
  const with_ = (events: readonly UserEvent[], more: History = {}): AggregateLoader =>
    loaderOf({ ...chain, [`user-${tech}`]: events, ...more });

  it('has the rights of their roles and the teams of their organisation', async () => {
    const loader = with_([
      registered,
      approved,
      withRole(ownRole),
      everyone('PermissionGranted', { permission: 'asp.open' as const }),
    ]);
    expect(await loadActor(loader, tech)).toEqual({
      user: tech,
      organisation: partner,
      organisationKind: 'partner',
      teams: [team],
      permissions: new Set(['audit.verify', 'report.read', 'asp.open']),
    });
  });

  it('is limited to both the scope and the roles', async () => {
    const loader = with_([registered, approved, withRole(ownRole)]);
    const actor = await loadActor(loader, tech, ['report.read', 'ticket.open']);
    expect([...(actor?.permissions ?? [])]).toEqual(['report.read']);
    expect((await loadActor(loader, tech, []))?.permissions.size).toBe(0);
  });

  it('loses a right as soon as it is withdrawn', async () => {
    const before = await loadActor(with_([registered, approved, withRole(ownRole)]), tech);
    const after = await loadActor(
      with_([registered, approved, withRole(ownRole), everyone('PermissionWithdrawn', { permission: 'report.read' as const })]),
      tech,
    );
    expect([before?.permissions.has('report.read'), after?.permissions.has('report.read')]).toEqual([true, false]);
  });

  it('has the rights of the latest revision of a role', async () => {
    const events = [registered, approved, withRole(ownRole)];
    const person = fold(
      user,
      events.map((event) => ({ ...event, occurredAt: noon, recordedAt: noon })),
    );
    const sameUser = (loader: AggregateLoader): AggregateLoader => ({
      load: <State>(aggregate: Aggregate<{ readonly type: string }, State, DomainEvent>, wanted: string) =>
        aggregate.category === 'user' ? Promise.resolve(person as State) : loader.load(aggregate, wanted),
    });
    const revised: RoleEvent = everyone('RoleRevised', { name: 'Night shift', permissions: ['report.read'] as const });
    const before = await loadActor(sameUser(with_(events)), tech);
    const after = await loadActor(sameUser(with_(events, { [`role-${ownRole}`]: [defined, revised] })), tech);
    expect([before?.permissions.size, after?.permissions.size]).toEqual([2, 1]);
  });

  it.each([
    ['nobody knows', []],
    ['still awaits an approval', [registered]],
    ['is suspended', [registered, approved, everyone('UserSuspended', {})]],
    ['was erased', [registered, approved, everyone('SubjectErased', {})]],
    ['never had a login', [everyone('UserRegistered', { user: tech, organisation: partner, login: false, approvals: [] })]],
  ] as readonly (readonly [string, readonly UserEvent[]])[])('is null when the user %s', async (_, events) => {
    expect(await loadActor(with_(events), tech)).toBeNull();
  });
});
