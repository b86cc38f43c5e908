import { plus } from '../../domain/kernel/instant';
import type { Document, Documents } from '../../projections/kernel/documents.port';
import type { Clock } from '../system/clock.port';

export interface LeaseOptions {
  readonly ops: Documents;
  readonly name: string;
  /** Identifies this process. */
  readonly holder: string;
  readonly clock: Clock;
  readonly ttlMs: number;
  /** True if a lock on the data folder keeps other processes away, so an old lease can be taken over at once. */
  readonly exclusive: boolean;
}

export interface Lease {
  /** Grows with every holder. The store rejects writes with an older token. */
  readonly token: number;
  /** Aborts when another holder has the lease or it was not renewed in time. */
  readonly lost: AbortSignal;
  /** Called automatically after each third of the lease time. */
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

/** Allows one active worker per name. Null if another holder has the lease. */
export async function tryLease(options: LeaseOptions): Promise<Lease | null> {
  const { ops, name, holder, clock, ttlMs } = options;
  const current = await ops.getVersioned<LeaseDocument>(leasesSpec.name, name);
  if (current !== null && !isFree(current.document, options)) return null;
  const version = current === null ? null : current.version;
  const token = current === null ? 1 : current.document.token + 1;
  const mine: LeaseDocument = { _id: name, holder, token, until: plus(clock.now(), ttlMs) };
  const taken = await ops.swap(leasesSpec.name, name, version, mine);
  return taken ? hold(options, mine, (version ?? 0) + 1) : null;
}

function isFree(current: LeaseDocument, { exclusive, holder, clock }: LeaseOptions): boolean {
  return exclusive || current.holder === holder || current.until <= clock.now();
}

function hold({ ops, name, clock, ttlMs }: LeaseOptions, mine: LeaseDocument, firstVersion: number): Lease {
  const lost = new AbortController();
  let version = firstVersion;
  let until = mine.until;
  const extend = async (to: string): Promise<void> => {
    if (lost.signal.aborted) return;
    try {
      if (await ops.swap(leasesSpec.name, name, version, { ...mine, until: to })) {
        version += 1;
        until = to;
      } else {
        lost.abort();
      }
    } catch {
      // While the store is down nobody else can take the lease, so it stays ours until it expires.
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
