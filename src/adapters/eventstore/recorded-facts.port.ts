import type { SeenFact } from '../../projections/kernel/projection';
import type { IsTold, StreamReport } from './verify';

export type { IsTold, StreamReport };

/** Which revisions of a stream, and of which types the boxes are opened. */
export interface FactsWanted {
  /** Null: from the end of the stream that is read first. */
  readonly from: number | null;
  readonly limit: number;
  readonly opens: ReadonlySet<string>;
}

/** A fact that was altered outside of the product. */
export interface DamagedFact {
  readonly revision: number;
  readonly hash: string;
  readonly damage: string;
}

/** The facts of one stream as they were recorded, a page at a time. */
export interface RecordedFacts {
  forward(stream: string, wanted: FactsWanted): Promise<readonly (SeenFact | DamagedFact)[]>;
  /** Newest first. */
  backward(stream: string, wanted: FactsWanted): Promise<readonly (SeenFact | DamagedFact)[]>;
  /** Recomputes hashes, chain, boxes and facets of every fact, and tells of those that may be told. */
  verify(stream: string, isTold: IsTold): Promise<StreamReport>;
}

export const RECORDED_FACTS = Symbol('RecordedFacts');
