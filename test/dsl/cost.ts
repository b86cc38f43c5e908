/** CPU time in milliseconds, which other programs on the machine do not affect. Use it to compare one thing with another. */
export async function costOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
