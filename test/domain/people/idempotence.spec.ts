import fc from 'fast-check';
import type { Aggregate, DecisionContext } from '../../../src/domain/context';
import { fold } from '../../../src/domain/kernel/decider';
import { DomainError } from '../../../src/domain/kernel/errors';
import type { DomainEvent, Recorded } from '../../../src/domain/kernel/event';
import { builtInRoleId, builtInRoles } from '../../../src/domain/people/built-in-roles';
import { contact } from '../../../src/domain/people/contact';
import type { ContactCommand } from '../../../src/domain/people/contact.commands';
import { organisation } from '../../../src/domain/people/organisation';
import type { OrganisationCommand } from '../../../src/domain/people/organisation.commands';
import { reservation, type ReservationCommand } from '../../../src/domain/people/reservation';
import { role } from '../../../src/domain/people/role';
import type { RoleCommand } from '../../../src/domain/people/role.commands';
import { user } from '../../../src/domain/people/user';
import type { UserCommand } from '../../../src/domain/people/user.commands';
import { contextOf, id, noon, worldOf } from '../../dsl/world';
import { customer, distributor, organisations, partner, provider, rootAdmin } from './people';

const users = [50, 51].map((number) => ({ id: id(number), organisation: partner, active: true }));
const world = {
  ...worldOf({ organisations, users }),
  role: (wanted: string) => builtInRoles.find((one) => one.id === wanted),
};
const context = (): DecisionContext => contextOf({ actor: rootAdmin, world });

const names = fc.constantFrom('Field', 'Shop', '');
const teams = fc.constantFrom(id(30), id(31));
const people = fc.constantFrom(id(50), id(51), id(52));
const flag = fc.boolean();
const rights = fc.constantFrom('ticket.work' as const, 'asp.open' as const);
const roleIds = fc.constantFrom(builtInRoleId('technician'), builtInRoleId('agent'), id(99));

/** Whether a repeat must record nothing. Revisions of sealed values cannot be compared, so they count anew. */
const isRepeatable = ({ type }: { readonly type: string }): boolean => type !== 'ReviseUser' && type !== 'ReviseContact';

const organisationCommands: fc.Arbitrary<OrganisationCommand> = fc.oneof(
  fc.record({
    type: fc.constant('FoundOrganisation' as const),
    organisation: fc.constant(partner),
    kind: fc.constantFrom('partner' as const, 'customer' as const),
    name: names,
    parent: fc.constantFrom(distributor, null),
  }),
  fc.record({ type: fc.constant('RenameOrganisation' as const), name: names }),
  fc.record({
    type: fc.constant('ChangeParent' as const),
    parent: fc.constantFrom(distributor, rootAdmin.organisation, customer),
  }),
  fc.record({ type: fc.constantFrom('AddTeam' as const, 'RenameTeam' as const), team: teams, name: names }),
  fc.record({ type: fc.constantFrom('AddTeamMember' as const, 'RemoveTeamMember' as const), team: teams, user: people }),
  fc.record({
    type: fc.constantFrom('EngageServiceProvider' as const, 'ReleaseServiceProvider' as const),
    provider: fc.constantFrom(provider, customer),
  }),
  fc.record({
    type: fc.constant('ChangePreferences' as const),
    isAspBusiness: flag,
    reopenWindowDays: fc.integer({ min: -1, max: 3 }),
  }),
);

const userCommands: fc.Arbitrary<UserCommand> = fc.oneof(
  fc.record({
    type: fc.constant('RegisterUser' as const),
    user: fc.constant(id(50)),
    organisation: fc.constantFrom(partner, customer),
    login: flag,
    name: names,
    email: fc.constantFrom('a@example.org', 'nobody'),
  }),
  fc.record({ type: fc.constant('ApproveUser' as const), side: fc.constantFrom('organisation' as const, 'vendor' as const) }),
  fc.record({ type: fc.constantFrom('SuspendUser' as const, 'ResumeUser' as const) }),
  fc.record({ type: fc.constantFrom('GrantRole' as const, 'RevokeRole' as const), role: roleIds }),
  fc.record({
    type: fc.constantFrom('GrantPermission' as const, 'WithdrawPermission' as const, 'ResetPermission' as const),
    permission: rights,
  }),
  fc.record({ type: fc.constant('ReviseUser' as const), name: names }),
  { weight: 1, arbitrary: fc.constant({ type: 'EraseUser' as const }) },
);

const contactCommands: fc.Arbitrary<ContactCommand> = fc.oneof(
  fc.record({
    type: fc.constant('RecordContact' as const),
    contact: fc.constant(id(70)),
    organisation: fc.constantFrom(customer, partner),
    name: names,
    phones: fc.constant([]),
    emails: fc.constant([]),
  }),
  fc.record({ type: fc.constant('ReviseContact' as const), name: names }),
  fc.constant({ type: 'EraseContact' as const }),
);

const roleCommands: fc.Arbitrary<RoleCommand> = fc.oneof(
  fc.record({
    type: fc.constant('DefineRole' as const),
    role: fc.constant(id(80)),
    organisation: fc.constantFrom(null, partner),
    name: names,
    permissions: fc.array(rights),
  }),
  fc.record({ type: fc.constant('ReviseRole' as const), name: names, permissions: fc.array(rights) }),
);

const reservationCommands: fc.Arbitrary<ReservationCommand> = fc.oneof(
  fc.record({ type: fc.constant('ClaimReservation' as const), target: people, command: fc.constant(id(500)) }),
  fc.record({ type: fc.constant('ReleaseReservation' as const), target: people }),
);

describe('decisions are idempotent (rule 6), and their facts can be folded', () => {
  it('organisations', () => holdsFor(organisation, organisationCommands));
  it('users', () => holdsFor(user, userCommands));
  it('contacts', () => holdsFor(contact, contactCommands));
  it('roles', () => holdsFor(role, roleCommands));
  it('reservations', () => holdsFor(reservation, reservationCommands));
});

function holdsFor<C extends { readonly type: string }, S, E extends DomainEvent>(
  aggregate: Aggregate<C, S, E>,
  commands: fc.Arbitrary<C>,
): void {
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 25 }), (sequence) => {
      let past: readonly (E & Recorded)[] = [];
      for (const command of sequence) {
        const events = outcomeOf(aggregate, command, fold(aggregate, past));
        if (events === 'refused') continue;
        expect(aggregate.eventTypes).toEqual(expect.arrayContaining(events.map(({ type }) => type)));
        past = [...past, ...events.map((event) => ({ ...event, occurredAt: noon, recordedAt: noon }))];
        if (isRepeatable(command)) expect(outcomeOf(aggregate, command, fold(aggregate, past))).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
}

function outcomeOf<C extends { readonly type: string }, S, E extends DomainEvent>(
  aggregate: Aggregate<C, S, E>,
  command: C,
  state: S,
): readonly E[] | 'refused' {
  try {
    return aggregate.decide(command, state, context());
  } catch (error) {
    if (error instanceof DomainError) return 'refused';
    throw error;
  }
}
