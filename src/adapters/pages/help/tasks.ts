import type { Permission } from '../../../domain/people/permission';
import { things } from '../people/things';
import type { Reader } from './audiences';
import { couldDo, couldDoAnything } from './phases';

/** A task on the help page, shown to readers who may do all of it. */
export interface Task {
  readonly key: string;
  /** Steps of the task. The table of phases says who may take them. */
  readonly verbs: readonly string[];
  /** Further permissions that it needs. */
  readonly may: readonly Permission[];
  /** Default: both sides. */
  readonly side?: 'customer' | 'staff';
}

const steps = (key: string, verbs: readonly string[], side?: Task['side'], may: readonly Permission[] = []): Task => ({
  ...{ key, verbs, may },
  ...(side !== undefined && { side }),
});
const pages = (key: string, ...may: readonly (Permission | null)[]): Task => ({
  ...{ key, verbs: [], may: may.filter((one) => one !== null) },
});

/** In the order of a ticket's life. */
export const tasks: readonly Task[] = [
  pages('people', things.user.mayCreate, 'organisation.manage'),
  pages('organisations', things.organisation.mayCreate),
  pages('roles', things.role.mayCreate),
  steps('open', ['open'], 'customer', ['ticket.open']),
  steps('follow', ['reply'], 'customer'),
  steps('finish', ['close', 'reopen'], 'customer'),
  steps('openFor', ['open'], 'staff', ['ticket.open-on-behalf']),
  steps('qualify', ['record-acknowledgement', 'start-qualification', 'complete-qualification'], 'staff'),
  steps('route', ['route'], 'staff'),
  steps('assign', ['assign'], 'staff', ['ticket.assign']),
  steps('accept', ['accept', 'decline'], 'staff'),
  steps('work', ['start-work', 'record-work', 'change-sub-status'], 'staff', ['ticket.work']),
  steps('solve', ['enter-solution', 'solve'], 'staff'),
  steps('check', ['close', 'reopen'], 'staff', ['ticket.check']),
  steps('forward', ['forward'], 'staff'),
  steps('answer', ['reply'], 'staff', ['ticket.reply']),
  steps('erase', ['redact-reply', 'redact-attachment']),
  pages('logs', 'audit.read-log'),
  pages('verify', 'audit.verify'),
  pages('reports', 'report.read'),
];

const reading: readonly Permission[] = ['ticket.read-own', 'ticket.read-organisation', 'ticket.read-everything'];

/** Tasks of the reader. Readers without any see that they can only read. */
export function tasksOf(reader: Reader): readonly string[] {
  const mayRead = reading.some((one) => reader.permissions.has(one));
  const onlyReads = mayRead && !couldDoAnything(reader) ? ['read'] : [];
  return [...onlyReads, ...tasks.filter((task) => isFor(task, reader)).map(({ key }) => key)];
}

function isFor({ verbs, may, side }: Task, reader: Reader): boolean {
  if (side !== undefined && (side === 'staff') !== reader.isStaff) return false;
  return may.every((one) => reader.permissions.has(one)) && verbs.every((verb) => couldDo(verb, reader));
}
