import { pick, varied, type Case } from './cases';
import type { Crew } from './sites';
import {
  agent,
  all,
  callCentre,
  checker,
  customer,
  customerAdmin,
  dispatcher,
  manager,
  note,
  otherTechnician,
  reply,
  replyWithPicture,
  step,
  technician,
  when,
  type Beat,
} from './steps';

// Building blocks of ticket lives. Ids are written as keys such as `user:harbour/tomas`, and the player replaces them.

const user = (of: Case, who: typeof technician): string => `user:${who(of)}`;
const isKind =
  (...kinds: readonly string[]) =>
  ({ story }: Case): boolean =>
    kinds.includes(story.kind);

const channels = ['phone', 'email', 'web', 'phone', 'chat'] as const;
const priorities = [
  'moderate',
  'moderate',
  'high',
  'moderate',
  'low',
  'moderate',
  'high',
  'low',
  'moderate',
  'critical',
] as const;
const levels = ['medium', 'low', 'high', 'medium'] as const;

function opening(of: Case): Readonly<Record<string, unknown>> {
  const { place, story, seed } = of;
  const { branch, postalCode, serialNumber } = place;
  return {
    kind: story.kind,
    title: `${place.name}: ${story.title}`,
    description: story.text,
    priority: pick(priorities, varied(seed, 1, 10)),
    details: {
      ...{ category: story.category, subcategory: story.subcategory, branch, postalCode, serialNumber },
      ...{ impact: pick(levels, varied(seed, 2, 4)), urgency: pick(levels, varied(seed, 3, 4)) },
    },
  };
}

/** Opened by the customer, every second time with a picture. */
export const open: Beat = (of) => {
  const { picture } = of.story;
  const body = opening(of);
  const step = {
    ...{ by: customer(of), type: 'OpenTicket', after: 0 },
    body: { ...body, details: { ...(body['details'] as object), channel: 'web' } },
  };
  return [{ ...step, ...(picture !== undefined && of.seed % 2 === 0 && { pictures: [picture] }) }];
};

/** Opened by the call centre for a contact on the phone. */
export const openForCaller: Beat = (of) => {
  const { site, seed } = of;
  const body = opening(of);
  const channel = pick(channels, seed);
  const contact = pick(site.contacts, seed);
  const asp = site.partner === 'harbour' && seed % 3 === 0 ? { engagement: 'asp' } : {};
  const requester = { contact: `contact:${site.customer}/${contact.key}` };
  return [
    {
      ...{ by: callCentre(of), type: 'OpenTicket', after: 0 },
      body: { ...body, ...asp, requester, details: { ...(body['details'] as object), channel } },
    },
  ];
};

const affected = step(agent, 'ListAffectedItems', 15, ({ place, seed }) => ({
  items: [
    { kind: 'order', reference: `SO-2026-${1000 + seed}` },
    { kind: 'item', reference: place.serialNumber },
  ],
}));
const contract = step(manager, 'WaiveGate', 40, (of) => ({ gate: 'contract', reason: of.say('contract') }));

export const acknowledge = when(
  isKind('service', 'maintenance', 'claim'),
  step(agent, 'RecordAcknowledgement', 25, ({ seed }) => ({ by: pick(['phone', 'mail'], seed) })),
);
export const qualify = all(acknowledge, when(isKind('service', 'maintenance', 'claim'), step(agent, 'StartQualification', 10)));
export const qualified = when(
  isKind('service', 'maintenance', 'claim'),
  all(when(isKind('claim'), affected), when(isKind('service'), contract), step(agent, 'CompleteQualification', 20)),
);
export const ask = reply(agent, 30, ({ story }) => story.ask);
export const answer = replyWithPicture(customer, 95, ({ answer: text }) => text);
export const awaitAnswer = step(agent, 'ChangeSubStatus', 5, (of) => ({ waitingFor: 'customer', reason: of.say('key') }));
export const intake = all(qualify, ask, answer, qualified);
export const quickIntake = all(qualify, qualified);

export const prioritise = step(dispatcher, 'ChangePriority', 35, ({ seed }) => ({
  priority: seed % 4 === 0 ? 'critical' : 'high',
}));
export const route = step(dispatcher, 'RouteTicket', 30, (of) => ({
  team: `team:${of.site.partner}/${pick(of.crew.teams, of.seed)}`,
  reason: of.say('route'),
}));
export const assign = step(dispatcher, 'AssignTicket', 45, (of) => ({ technician: user(of, technician) }));
export const accept = step(technician, 'AcceptTicket', 50);
export const arriving = reply(technician, 10, (of) => of.say('arriving'));
export const turnedDown = all(
  step(dispatcher, 'AssignTicket', 40, (of) => ({ technician: user(of, otherTechnician) })),
  step(otherTechnician, 'DeclineTicket', 70, (of) => ({ reason: of.say('decline') })),
);
export const start = step(technician, 'StartWork', 600);
export const toWork = all(assign, accept, arriving, start);
export const progress = step(technician, 'ReportProgress', 60, ({ seed }) => ({ percent: 20 + varied(seed, 4, 7) * 10 }));
export const inside = note(technician, 45, ({ story }) => story.note);
export const insideDesk = note(agent, 45, ({ story }) => story.note);
export const waitCustomer = step(technician, 'ChangeSubStatus', 15, (of) => ({ waitingFor: 'customer', reason: of.say('key') }));
export const waitPart = step(technician, 'ChangeSubStatus', 30, (of) => ({ waitingFor: 'thirdParty', reason: of.say('part') }));
export const goOn = step(technician, 'ChangeSubStatus', 1300, () => ({ waitingFor: null }));
export const impatient = reply(customer, 1500, (of) => of.say('waiting'));

export const fault = step(technician, 'RecordFoundFault', 40, ({ story }) => ({ description: story.fault }));
export const worked = step(technician, 'RecordWork', 35, ({ story, seed }) => ({
  minutes: 25 + varied(seed, 5, 9) * 15,
  description: story.solution,
}));
export const solution = step(technician, 'EnterSolution', 10, ({ story }) => ({
  solution: story.solution,
  ...(story.damage !== undefined && { actualDamage: story.damage }),
}));
export const solve = all(fault, worked, solution, step(technician, 'SolveTicket', 5));
export const check = step(checker, 'CloseTicket', 900, ({ story }) => ({ summary: story.summary }));
/** For a ticket opened by the call centre: closed by a user who sees all tickets of their organisation. */
export const confirmed = step(customerAdmin, 'CloseTicket', 300, (of) => ({ summary: of.say('thanks') }));
export const thanks = reply(customer, 120, (of) => of.say('thanks'));
/** Solved and closed in one step, the shortcut for issues. */
export const closeAtOnce = step(technician, 'CloseTicket', 90, ({ story }) => ({
  summary: story.summary,
  solution: story.solution,
}));
export const sentBack = step(checker, 'ReopenTicket', 400, ({ story }) => ({ reason: story.again, audience: 'staff' }));
export const reopen = step(customer, 'ReopenTicket', 2000, ({ story }) => ({ reason: story.again }));
export const reject = step(agent, 'RejectTicket', 200, (of) => ({ reason: of.say('reject') }));
export const withdraw = step(customer, 'WithdrawTicket', 180, (of) => ({ reason: of.say('withdraw') }));
export const watch = step(agent, 'AddWatcher', 12, ({ site }) => ({
  email: `facility@${site.customer}.example`,
  kinds: ['reply', 'close'],
}));

interface Distributor extends Pick<Crew, 'technicians'> {
  readonly key: string;
  readonly agent: string;
}
const nordwind: Distributor = { key: 'nordwind', agent: 'fatima', technicians: ['georg'] };
const above: Readonly<Record<string, Distributor>> = {
  harbour: nordwind,
  saimaa: nordwind,
  bogazici: { key: 'levant', agent: 'murat', technicians: ['okan'] },
};
const over = ({ site }: Case): Distributor => above[site.partner] ?? nordwind;

export const forwardUp = step(agent, 'ForwardTicket', 240, (of) => ({
  to: `organisation:${over(of).key}`,
  reason: of.say('forward'),
}));
export const forwardToRoot = step(agent, 'ForwardTicket', 240, (of) => ({ to: 'organisation:root', reason: of.say('forward') }));
export const workedAbove = all(
  step(
    (of) => `${over(of).key}/${over(of).agent}`,
    'AssignTicket',
    300,
    (of) => ({
      technician: `user:${over(of).key}/${over(of).technicians[0] ?? ''}`,
    }),
  ),
  step((of) => `${over(of).key}/${over(of).technicians[0] ?? ''}`, 'AcceptTicket', 60),
  step((of) => `${over(of).key}/${over(of).technicians[0] ?? ''}`, 'StartWork', 200),
);
export const returned = step(
  (of) => `${over(of).key}/${over(of).agent}`,
  'ReturnTicket',
  700,
  (of) => ({ reason: of.say('return') }),
);
export const forwardDown = all(
  step(manager, 'WaiveGate', 60, (of) => ({ gate: 'jurisdiction', reason: of.say('jurisdiction') })),
  step(manager, 'ForwardTicket', 10, (of) => ({ to: 'organisation:swiftbench', reason: of.say('provider') })),
);
export const workedBelow = all(
  step(
    () => 'swiftbench/sven',
    'AssignTicket',
    120,
    () => ({ technician: 'user:swiftbench/lucia' }),
  ),
  step(() => 'swiftbench/lucia', 'AcceptTicket', 50),
  step(() => 'swiftbench/lucia', 'StartWork', 300),
);
export const recall = step(manager, 'RecallTicket', 900, (of) => ({ reason: of.say('recall') }));
