import type { MessagePort } from 'node:worker_threads';
import { LeaseLost } from '../../projections/kernel/documents.port';
import type { Projection } from '../../projections/kernel/projection';
import type { ProjectionParts } from './leased-projections';
import { reasonOf } from './back-off';
import { projectOnThisThread } from './project-on-this-thread';
import type { RunningProjections, ProjectingOptions } from './running-projections';
import type { ThreadMessage, ThreadCommand } from './thread-messages';

export interface WorkerParts extends Omit<ProjectionParts, keyof ProjectingOptions> {
  readonly token: number;
  /** Called when another thread has appended facts. */
  readonly onAppended: () => void;
}

/** Worker side of `projectInThread`. Runs until it is told to stop. */
export async function serveProjections(port: MessagePort, parts: WorkerParts, projections: readonly Projection[]): Promise<void> {
  const stopping = new AbortController();
  const send = (message: ThreadMessage): void => port.postMessage(message);
  const started = projectOnThisThread(
    parts,
    projections,
  )({
    token: parts.token,
    signal: stopping.signal,
    onStatus: (statuses) => send({ kind: 'status', statuses }),
    onFailure: (error) => send({ kind: 'failure', why: error === null ? null : reasonOf(error) }),
  });
  port.on('message', (command: ThreadCommand) => {
    if (command.kind === 'appended') parts.onAppended();
    else if (command.kind === 'stop') stopping.abort();
    else void rebuild(started, command.names).then((failure) => send({ kind: 'rebuilt', number: command.number, failure }));
  });
  try {
    const projecting = await started;
    send({ kind: 'opened' });
    await projecting.run();
  } catch (error) {
    const name = error instanceof Error ? error.name : 'Error';
    send({ kind: 'failed', name, why: reasonOf(error), leaseLost: error instanceof LeaseLost ? error.holder : null });
  } finally {
    port.close();
  }
}

async function rebuild(started: Promise<RunningProjections>, names: readonly string[]): Promise<string | null> {
  try {
    await (await started).rebuild(names);
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}
