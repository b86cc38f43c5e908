/** Milliseconds after which something hangs: two minutes, for a machine may be slow. */
export const hangMs = 120_000;

/** Until it holds. What never does fails here, where it can be told what was waited for. */
export async function until(holds: () => boolean | Promise<boolean>, what = holds.toString()): Promise<void> {
  const end = performance.now() + hangMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
