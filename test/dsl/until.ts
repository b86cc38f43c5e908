/** Milliseconds after which something counts as hung: two minutes, because a machine may be slow. */
export const hangMs = 120_000;

/** Waits until it holds. If it never does, fails with what was awaited. */
export async function until(holds: () => boolean | Promise<boolean>, what = holds.toString()): Promise<void> {
  const end = performance.now() + hangMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
