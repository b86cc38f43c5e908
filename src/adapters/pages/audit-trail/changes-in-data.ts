import type { Values } from '../../../domain/kernel/value';
import type { Change, Words } from './change';

type Reader = (data: Values, words: Words) => readonly Change[];

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;

const named =
  (label: string, from: string | null, to: string | null): Reader =>
  (data, { names }) => {
    const name = (field: string | null): string | null => {
      const value = field === null ? undefined : data[field];
      const id = text(value) ?? text(member(value, 'user')) ?? text(member(value, 'contact'));
      return id === null ? null : (names[id] ?? '–');
    };
    return [{ label, from: name(from), to: name(to) }];
  };

const worded =
  (label: string, prefix: string, fields: { readonly from?: string; readonly to?: string }): Reader =>
  (data, { t }) => {
    const word = (field: string | undefined): string | null => {
      const value = field === undefined ? null : data[field];
      return typeof value === 'string' || typeof value === 'number' ? t(`${prefix}${value}`) : null;
    };
    return [{ label, from: word(fields.from), to: word(fields.to) }];
  };

const plain =
  (label: string, field: string): Reader =>
  (data) => {
    const value = data[field];
    return value === null || value === undefined || typeof value === 'object' ? [] : [{ label, from: null, to: String(value) }];
  };

const handedOver = named('tickets.side.handler', 'from', 'to');
const intoPrimary = named('forms.fields.primary', null, 'primary');
const mergedIn = named('forms.fields.duplicate', null, 'duplicate');
const letGo = named('forms.fields.duplicate', 'duplicate', null);
const granted = (label: string): Reader => plain(label, 'permission');

const readers: Readonly<Record<string, readonly Reader[]>> = {
  TicketOpened: [
    worded('forms.fields.kind', 'forms.values.', { to: 'kind' }),
    worded('forms.fields.priority', 'forms.values.', { to: 'priority' }),
    named('forms.fields.requester', null, 'requester'),
  ],
  CustomerAcknowledged: [worded('forms.fields.by', 'forms.values.', { to: 'by' })],
  GateWaived: [worded('forms.fields.gate', 'forms.values.', { to: 'gate' })],
  TicketRouted: [named('forms.fields.team', 'from', 'team')],
  TicketAssigned: [named('forms.fields.technician', null, 'technician')],
  AssignmentEnded: [named('forms.fields.technician', 'technician', null)],
  WaitingStarted: [worded('forms.fields.waitingFor', 'forms.values.', { to: 'for' })],
  WaitingEnded: [worded('forms.fields.waitingFor', 'forms.values.', { from: 'for' })],
  ProgressReported: [(data, { formats }) => [told('forms.fields.percent', formats.percent(Number(data['percent'])))]],
  WorkRecorded: [
    (data, { t, formats }) => [
      told('forms.fields.minutes', t('tickets.minutes', { minutes: formats.number(Number(data['minutes'])) })),
    ],
    plain('forms.fields.item', 'item'),
  ],
  FaultFound: [plain('forms.fields.code', 'code')],
  SolutionEntered: [plain('forms.fields.code', 'code')],
  TicketClosed: [worded('audit-trail.result', 'tickets.resolution.', { to: 'resolution' })],
  TicketReopened: [worded('audit-trail.phase', 'tickets.phase.', { from: 'from', to: 'phase' })],
  TicketForwarded: [handedOver],
  TicketReturned: [handedOver],
  TicketRecalled: [handedOver],
  TicketMerged: [intoPrimary],
  DuplicateLinked: [mergedIn],
  TicketUnlinked: [named('forms.fields.primary', 'primary', null)],
  DuplicateUnlinked: [letGo],
  MergeAgreed: [mergedIn, intoPrimary],
  UnlinkAgreed: [letGo, named('forms.fields.primary', 'primary', null)],
  OwnerChanged: [named('tickets.side.owner', 'from', 'to')],
  PriorityChanged: [worded('forms.fields.priority', 'forms.values.', { from: 'from', to: 'to' })],
  AffectedItemsListed: [
    (data, { t }) =>
      itemsIn(data).map(({ kind, reference }) => told('forms.fields.items', `${t(`forms.values.${kind}`)} ${reference}`)),
  ],
  DetailsRevised: [revised, named('forms.fields.requester', null, 'requester')],
  OrganisationFounded: [plain('audit-trail.name', 'name')],
  OrganisationRenamed: [plain('audit-trail.name', 'name')],
  ParentChanged: [named('audit-trail.parent', 'from', 'to')],
  TeamAdded: [plain('forms.fields.team', 'name')],
  TeamRenamed: [plain('forms.fields.team', 'name')],
  TeamMemberAdded: [named('forms.fields.team', null, 'team'), named('forms.fields.user', null, 'user')],
  TeamMemberRemoved: [named('forms.fields.team', null, 'team'), named('forms.fields.user', 'user', null)],
  ServiceProviderEngaged: [named('audit-trail.provider', null, 'provider')],
  ServiceProviderReleased: [named('audit-trail.provider', 'provider', null)],
  RoleGranted: [named('audit-trail.role', null, 'role')],
  RoleRevoked: [named('audit-trail.role', 'role', null)],
  PermissionGranted: [granted('audit-trail.permission')],
  PermissionWithdrawn: [(data) => [{ label: 'audit-trail.permission', from: text(data['permission']), to: null }]],
  PermissionReset: [granted('audit-trail.permission')],
  RoleDefined: [plain('audit-trail.name', 'name')],
  RoleRevised: [plain('audit-trail.name', 'name')],
};

/** Changes that a fact's data alone tell, in the reader's language. */
export function saidByData(type: string, data: Values, words: Words): readonly Change[] {
  return (readers[type] ?? []).flatMap((read) => read(data, words));
}

const told = (label: string, to: string): Change => ({ label, from: null, to });

function itemsIn(data: Values): readonly { readonly kind: string; readonly reference: string }[] {
  return (data['items'] ?? []) as unknown as readonly { readonly kind: string; readonly reference: string }[];
}

const wordedDetails: ReadonlySet<string> = new Set(['channel', 'impact', 'urgency']);

/** Only the fields in the fact. Their old values are in an earlier fact. */
function revised(data: Values, { t }: Words): readonly Change[] {
  return Object.entries((data['details'] ?? {}) as Readonly<Record<string, string | null>>).map(([key, value]) => {
    const shown = value !== null && wordedDetails.has(key) ? t(`forms.values.${value}`) : value;
    return { label: `forms.fields.${key}`, from: shown === null ? t('audit-trail.cleared') : null, to: shown };
  });
}

/** All ids in a fact. */
export function idsIn(data: Values): readonly string[] {
  const values = Object.values(data).flatMap((value) => [value, member(value, 'user'), member(value, 'contact')]);
  return values.filter((value): value is string => typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value));
}
