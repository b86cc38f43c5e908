import { agreementTypes } from '../../domain/process/when-merge-agreed-link-both-tickets';
import { erasingTypes } from '../../domain/process/when-erased-destroy-keys';
import type { MergeProcess } from '../desk/tickets/merge-process';
import { destroyKeysOf, type ErasureParts } from '../privacy/destroy-keys';
import type { Reactor } from '../runner/reactor.port';

export interface ReactorsParts {
  readonly merges: Pick<MergeProcess, 'followUp'>;
  readonly erasure: ErasureParts;
}

export const reactorNames = {
  linkTickets: 'when-merge-agreed-link-both-tickets',
  destroyKeys: 'when-erased-destroy-keys',
} as const;

/** Reactors that follow facts. Each has its own checkpoint, retries and parked facts. */
export function reactorsOf({ merges, erasure }: ReactorsParts): readonly Reactor[] {
  return [
    {
      name: reactorNames.linkTickets,
      handles: agreementTypes,
      from: 'beginning',
      handlesImported: true,
      react: (fact) => merges.followUp(fact),
    },
    {
      name: reactorNames.destroyKeys,
      handles: erasingTypes,
      from: 'beginning',
      handlesImported: true,
      react: destroyKeysOf(erasure),
    },
  ];
}
