import { verbOf } from '../../../domain/kernel/commands';
import type { TicketCommand } from '../../../domain/ticket/ticket.commands';
import { kinds } from '../../../domain/ticket/ticket.events';
import { commandTypes, rules, type Role, type Rule, type Way } from '../../../domain/ticket/ticket.phases';
import { profileOf } from '../../../domain/ticket/ticket.profiles';
import { steps } from '../tickets/next-step';
import type { Reader } from './audiences';

type Type = TicketCommand['type'];
type Phase = Way['in'][number];

export const phases = [1, 2, 3, 4, 5, 6, 7] as const;
const closed = 7;

const typeOf = new Map<string, Type>(commandTypes.map((type) => [verbOf(type, 'ticket'), type]));

export interface Step {
  readonly verb: string;
  /** Roles that may take the step. */
  readonly as: readonly Role[];
  /** Whether the reader could take the step. */
  readonly isMine: boolean;
  /** Earlier phases that the step returns to. Empty for steps forward. */
  readonly backTo: readonly Phase[];
}

/** Steps forward from a phase, read from the deciding table, so the page never promises a refused command. */
export function stepsOn(phase: Phase, reader: Reader): readonly Step[] {
  const types = phase === closed ? [] : steps.flatMap((verb) => typeOf.get(verb) ?? []);
  return types.filter((type) => leadsOn(type, phase)).map((type) => stepOf(type, phase, reader));
}

/** A command that keeps the phase is listed only in the first phase where it is possible. */
function leadsOn(type: Type, phase: Phase): boolean {
  const { ways, to } = rules[type];
  if (!ways.some((way) => isIn(way, phase))) return false;
  return to === undefined ? Math.min(...ways.flatMap((way) => way.in)) === phase : to.some((next) => next === phase + 1);
}

/** Steps back, such as decline and reopen. `alwaysPossible` has the commands of every open phase. */
export function stepsBack(phase: Phase, reader: Reader): readonly Step[] {
  return commandTypes
    .filter((type) => isFromPeople(rules[type]) && !isAlways(rules[type]) && leadsBack(type, phase))
    .map((type) => ({ ...stepOf(type, phase, reader), backTo: rules[type].to ?? [] }));
}

function leadsBack(type: Type, phase: Phase): boolean {
  const { ways, to = [] } = rules[type];
  return to.length > 0 && ways.some((way) => isIn(way, phase)) && Math.max(...to) < phase;
}

/** Commands that are possible in every open phase. */
export function alwaysPossible(reader: Reader): readonly Step[] {
  const always = commandTypes.filter((type) => isFromPeople(rules[type]) && isAlways(rules[type]) && !isPrivacy(rules[type]));
  return always.map((type) => stepOf(type, null, reader));
}

/** Whether the reader could take this step on some ticket in some phase. */
export function couldDo(verb: string, reader: Reader): boolean {
  const type = typeOf.get(verb);
  return type !== undefined && rules[type].ways.some((way) => couldBe(way, reader));
}

/** Whether the reader could take any step on a ticket. */
export function couldDoAnything(reader: Reader): boolean {
  return commandTypes.some((type) => isFromPeople(rules[type]) && rules[type].ways.some((way) => couldBe(way, reader)));
}

function stepOf(type: Type, phase: Phase | null, reader: Reader): Step {
  const ways = rules[type].ways.filter((way) => phase === null || isIn(way, phase));
  return {
    verb: verbOf(type, 'ticket'),
    as: [...new Set(ways.map((way) => way.as))],
    isMine: ways.some((way) => couldBe(way, reader)),
    backTo: [],
  };
}

/** Whether the reader could be one of these roles. Only the ticket knows whether they are. */
function couldBe({ as, may }: Way, { isStaff, permissions }: Reader): boolean {
  if (as === 'process' || as === 'importer') return false;
  const isOnSide = as === 'customer' ? !isStaff : as === 'creator' || as === 'privacyOfficer' || isStaff;
  return (may === null || permissions.has(may)) && isOnSide;
}

const isIn = (way: Way, phase: Phase): boolean => way.in.includes(phase);
const isFromPeople = ({ ways }: Rule): boolean => ways.some(({ as }) => as !== 'process' && as !== 'importer');
const isPrivacy = ({ ways }: Rule): boolean => ways.every(({ as }) => as === 'privacyOfficer');
const isAlways = ({ ways }: Rule): boolean =>
  ways.some((way) => phases.filter((phase) => phase !== closed).every((phase) => isIn(way, phase)));

/** How ticket kinds differ in their phases. */
export const kindRows = () =>
  kinds.map((kind) => {
    const { opensIn, beforeQualifying, beforeQualified, acceptance, completionCheck } = profileOf(kind, 'own');
    return { kind, opensIn, gates: [...beforeQualifying, ...beforeQualified], acceptance, completionCheck };
  });
