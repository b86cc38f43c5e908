/** Runs as an unprivileged user, because root ignores file permissions. */
export async function withoutRights<Result>(work: () => Promise<Result> | Result): Promise<Result> {
  const { geteuid, seteuid } = process;
  if (geteuid?.() !== 0 || seteuid === undefined) return work();
  seteuid(65534);
  try {
    return await work();
  } finally {
    seteuid(0);
  }
}
