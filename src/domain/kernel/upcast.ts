/** One step from a retired type to the next. It converts the stored `data`; sealed values stay as they are. */
export interface Upcaster {
  readonly from: string;
  readonly to: string;
  readonly data: (old: never) => unknown;
}

export interface Typed {
  readonly type: string;
  readonly data: unknown;
}

export type Upcast = (stored: Typed) => Typed;

export interface UpcastChain {
  readonly upcast: Upcast;
  /** The newest name of a stored type, found without its data. */
  readonly currentType: (storedType: string) => string;
}

/**
 * Converts stored facts to the newest types, so that other code knows no older ones.
 * @throws {Error} at start, when the chain has a gap (no step leads to a version), a fork or a cycle
 */
export function upcastBy(upcasters: readonly Upcaster[]): UpcastChain {
  const next = new Map(upcasters.map((upcaster) => [upcaster.from, upcaster]));
  const problems = [...forks(upcasters), ...cycles(next), ...gaps(upcasters)];
  if (problems.length > 0) throw new Error(`the upcasters are wrong: ${problems.join('; ')}`);
  const stepsFrom = (type: string): readonly Upcaster[] => {
    const step = next.get(type);
    return step === undefined ? [] : [step, ...stepsFrom(step.to)];
  };
  return {
    upcast: (stored) =>
      next.has(stored.type)
        ? stepsFrom(stored.type).reduce<Typed>(({ data }, step) => ({ type: step.to, data: step.data(data as never) }), stored)
        : stored,
    currentType: (storedType) => stepsFrom(storedType).at(-1)?.to ?? storedType,
  };
}

function forks(upcasters: readonly Upcaster[]): readonly string[] {
  const froms = upcasters.map(({ from }) => from);
  return froms.filter((from, i) => froms.indexOf(from) !== i).map((from) => `two steps leave ${from}`);
}

function cycles(next: ReadonlyMap<string, Upcaster>): readonly string[] {
  return [...next.keys()].filter((from) => comesBack(next, from)).map((from) => `${from} comes back to itself`);
}

function comesBack(next: ReadonlyMap<string, Upcaster>, from: string): boolean {
  let type: string | undefined = from;
  for (let steps = 0; steps <= next.size; steps++) {
    type = next.get(type)?.to;
    if (type === undefined) return false;
  }
  return true;
}

const versioned = /^(.+)\.v([1-9]\d*)$/;

function gaps(upcasters: readonly Upcaster[]): readonly string[] {
  const reached = new Set(upcasters.map(({ to }) => to));
  const named = new Set(upcasters.flatMap(({ from, to }) => [from, to]));
  return [...named].filter((type) => versioned.test(type) && !reached.has(type)).map((type) => `nothing leads to ${type}`);
}
