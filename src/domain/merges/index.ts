import type { Aggregate } from '../context';
import type { MergesCommand } from './merges.commands';
import { decide } from './merges.decide';
import type { MergesEvent } from './merges.events';
import { evolve, noMerges, type MergesState } from './merges.state';

/** Stream `merges-<owner organisation>`. */
export const mergesAggregate: Aggregate<MergesCommand, MergesState, MergesEvent> = {
  category: 'merges',
  initial: noMerges,
  eventTypes: ['MergeAgreed', 'UnlinkAgreed'],
  evolve,
  decide,
  needs: () => [],
  facets: () => null,
};

export { mergeSideOf, type AgreeMerge, type AgreeUnlink, type MergesCommand, type MergeSide } from './merges.commands';
export type { ExpectedTicket, MergeAgreed, MergesEvent, UnlinkAgreed } from './merges.events';
