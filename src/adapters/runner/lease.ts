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
