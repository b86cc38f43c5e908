import type { ServerWritableStream } from '@grpc/grpc-js';
import type * as streams from '@eventstore/db-client/generated/streams_pb';

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

/**
 * Waits while the client's buffer is full.
 * @returns false if the client has disconnected
 */
export async function send(call: ReadCall, message: streams.ReadResp): Promise<boolean> {
  if (call.cancelled) return false;
  if (!call.write(message)) await drained(call);
  return !call.cancelled;
}

function drained(call: ReadCall): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      call.off('drain', done).off('cancelled', done);
      resolve();
    };
    call.on('drain', done).on('cancelled', done);
  });
}
