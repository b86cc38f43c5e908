import type { Fact } from '../../domain/kernel/event';

/** Acts on facts at least once, so its effects are keyed by the fact's id. A rebuild never repeats them. */
export interface Reactor {
  /** A sentence, such as `when-ticket-moves-write-letters`. Never changes, because it names the checkpoint. */
  readonly name: string;
  readonly handles: readonly string[];
  readonly react: (fact: Fact) => Promise<void>;
  /** Start of a new reactor. Default: now, so that no letter is sent twice (https://github.com/spatie/laravel-event-projector/issues/29). */
  readonly from?: 'beginning' | 'now';
  /** Default: skips imported facts. */
  readonly handlesImported?: true;
}
