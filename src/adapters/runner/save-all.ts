import { DocumentRefused } from '../../projections/kernel/documents.port';
import type { Documents } from '../../projections/kernel/documents.port';
import type { Step } from './projection-worker';

/**
 * Writes the steps of one batch. Steps that reached the same fact share one write, so a batch costs one commit. If the store rejects a
 * document, only its projection stops.
 * @throws failures of the store, or {LeaseLost}; no worker has moved
 */
export async function saveAll(documents: Documents, steps: readonly Step[]): Promise<void> {
  const byPosition = new Map<string, Step[]>();
  for (const step of steps) {
    if (step.reached === null) step.worker.settle(step);
    else byPosition.set(step.reached, [...(byPosition.get(step.reached) ?? []), step]);
  }
  for (const [position, group] of byPosition) await saveTogether(documents, position, group);
}

async function saveTogether(documents: Documents, position: string, steps: readonly Step[]): Promise<void> {
  try {
    const checkpoints = steps.map(({ worker }) => worker.checkpoint(position));
    await documents.write(
      steps.flatMap(({ writes }) => writes),
      { position, checkpoints },
    );
    for (const step of steps) step.worker.settle(step);
  } catch (error) {
    if (!(error instanceof DocumentRefused)) throw error;
    if (steps.length > 1) for (const step of steps) await saveTogether(documents, position, [step]);
    else steps[0]?.worker.settle({ writes: [], reached: null, failure: `${error.message} (in the batch before ${position})` });
  }
}
