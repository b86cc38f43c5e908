import { plus } from '../../domain/kernel/instant';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import type { Clock } from '../system/clock.port';

export interface LeaseOptions {
  readonly ops: Documents;
  readonly name: string;
  /** Who asks: one per process. */
  readonly holder: string;
  readonly clock: Clock;
  readonly ttlMs: number;
  /** Nobody else can be at work (a lock on the data folder says so): take it whatever the last holder left. */
  readonly exclusive: boolean;
}

export interface Lease {
  /** Grows with every holder: the store refuses what an earlier one still writes. */
  readonly token: number;
  /** Aborts when another holder has it, or it could not be renewed in time. */
  readonly lost: AbortSignal;
  /** Done by itself every third of its time. */
  renew(): Promise<void>;
  release(): Promise<void>;
}

interface LeaseDocument extends Document {
  readonly holder: string;
  readonly token: number;
  /** Instant. */
  readonly until: string;
}

export const leasesSpec = { name: 'leases', indexes: [] };

/** One active worker per name. Null: another holds it. */
export async function tryLease(options: LeaseOptions): Promise<Lease | null> {
  const { ops, name, holder, clock, ttlMs, exclusive } = options;
  const current = await ops.getVersioned<LeaseDocument>(leasesSpec.name, name);
  const isFree = current === null || exclusive || current.document.holder === holder || current.document.until <= clock.now();
  if (!isFree) return null;
  const token = (current?.document.token ?? 0) + 1;
  const mine: LeaseDocument = { _id: name, holder, token, until: plus(clock.now(), ttlMs) };
  const taken = await ops.swap(leasesSpec.name, name, current?.version ?? null, mine);
  return taken ? hold(options, mine, (current?.version ?? 0) + 1) : null;
}

function hold({ ops, name, clock, ttlMs }: LeaseOptions, mine: LeaseDocument, firstVersion: number): Lease {
  const lost = new AbortController();
  let version = firstVersion;
  let until = mine.until;
  const extend = async (to: string): Promise<void> => {
    if (lost.signal.aborted) return;
    try {
      if (!(await ops.swap(leasesSpec.name, name, version, { ...mine, until: to }))) return lost.abort();
      version += 1;
      until = to;
    } catch {
      // The store does not answer: ours as long as nobody else may take it.
      if (until <= clock.now()) lost.abort();
    }
  };
  const renew = (): Promise<void> => extend(plus(clock.now(), ttlMs));
  const timer = setInterval(() => void renew(), ttlMs / 3);
  timer.unref();
  return {
    token: mine.token,
    lost: lost.signal,
    renew,
    release: async () => {
      clearInterval(timer);
      await extend(clock.now());
    },
  };
}
