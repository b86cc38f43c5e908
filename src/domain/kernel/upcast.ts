/** One step from a retired type to the next one. `data` is what was stored; sealed values stay as they are. */
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

/**
 * Takes a stored fact to the newest type, so that the rest of the code knows no other.
 * @throws {Error} at start, when the chain has a gap (a version nothing leads to), a fork or a cycle
 */
export function upcastBy(upcasters: readonly Upcaster[]): Upcast {
  const next = new Map(upcasters.map((upcaster) => [upcaster.from, upcaster]));
  const problems = [...forks(upcasters), ...cycles(next), ...gaps(upcasters)];
  if (problems.length > 0) throw new Error(`the upcasters are wrong: ${problems.join('; ')}`);
  return (stored) => {
    let { type, data } = stored;
    for (let step = next.get(type); step !== undefined; step = next.get(type)) {
      data = step.data(data as never);
      type = step.to;
    }
    return { type, data };
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
