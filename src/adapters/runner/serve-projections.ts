import type { MessagePort } from 'node:worker_threads';
import { LeaseLost } from '../../projections/kernel/documents.port';
import type { Projection } from '../../projections/kernel/projection';
import type { ProjectionParts } from './active-projections';
import { reasonOf } from './back-off';
import { projectHere } from './project-here';
import type { Projecting, ProjectingOrder } from './projecting';
import type { News, Order } from './thread-messages';

export interface ServingParts extends Omit<ProjectionParts, keyof ProjectingOrder> {
  readonly token: number;
  /** Facts were appended in another thread. */
  readonly appended: () => void;
}

/** The other end of `projectInThread`: all projections, until told to stop. */
export async function serveProjections(
  port: MessagePort,
  parts: ServingParts,
  projections: readonly Projection[],
): Promise<void> {
  const stopping = new AbortController();
  const tell = (news: News): void => port.postMessage(news);
  const started = projectHere(
    parts,
    projections,
  )({
    token: parts.token,
    signal: stopping.signal,
    told: (statuses) => tell({ kind: 'told', statuses }),
    trouble: (error) => tell({ kind: 'trouble', why: error === null ? null : reasonOf(error) }),
  });
  port.on('message', (order: Order) => {
    if (order.kind === 'appended') parts.appended();
    else if (order.kind === 'stop') stopping.abort();
    else void rebuild(started, order.names).then((failure) => tell({ kind: 'rebuilt', number: order.number, failure }));
  });
  try {
    const projecting = await started;
    tell({ kind: 'opened' });
    await projecting.run();
  } catch (error) {
    const name = error instanceof Error ? error.name : 'Error';
    tell({ kind: 'failed', name, why: reasonOf(error), leaseLost: error instanceof LeaseLost ? error.holder : null });
  } finally {
    port.close();
  }
}

async function rebuild(started: Promise<Projecting>, names: readonly string[]): Promise<string | null> {
  try {
    await (await started).rebuild(names);
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}
