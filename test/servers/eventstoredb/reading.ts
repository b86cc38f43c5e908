import { status, type handleServerStreamingCall } from '@grpc/grpc-js';
import * as streams from '@eventstore/db-client/generated/streams_pb';
import { refusal } from './access';
import type { Recorded } from './event-log';
import { deleted, event, failure, nameOf, streamNotFound } from './messages';
import { send, type ReadCall } from './sending';
import type { Parts } from './server';
import { subscribe } from './subscribing';

type Options = streams.ReadReq.Options;

export function read(parts: Parts): handleServerStreamingCall<streams.ReadReq, streams.ReadResp> {
  return (call) => {
    answer(parts, call).catch((error: unknown) => call.emit('error', error));
  };
}

async function answer(parts: Parts, call: ReadCall): Promise<void> {
  await parts.faults.turn();
  const refused = refusal(parts.users, call.metadata);
  if (refused !== null) throw refused;
  const options = call.request.getOptions() as Options;
  if (options.hasSubscription()) return subscribe(parts, call, options);
  const events = options.hasStream() ? ofStream(parts, options) : ofAll(parts, options);
  if (events === null) call.write(streamNotFound(nameOf(options.getStream()?.getStreamIdentifier())));
  else await sendEach(parts, call, events.slice(0, Number(options.getCount())));
  call.end();
}

async function sendEach({ faults }: Parts, call: ReadCall, events: readonly Recorded[]): Promise<void> {
  for (const one of events) {
    await faults.delivery();
    if (!(await send(call, event(one)))) return;
  }
}

/** Null if there is no such stream. */
function ofStream({ log }: Parts, options: Options): readonly Recorded[] | null {
  const stream = options.getStream() as streams.ReadReq.Options.StreamOptions;
  const name = nameOf(stream.getStreamIdentifier());
  const events = log.read(name);
  if (events === 'tombstoned') throw deleted(name);
  if (events === null) return null;
  const from = stream.hasStart() ? 0 : stream.hasEnd() ? Infinity : Number(stream.getRevision());
  return isBackward(options)
    ? events.filter(({ revision }) => revision <= from).reverse()
    : events.filter(({ revision }) => revision >= from);
}

function ofAll({ log }: Parts, options: Options): readonly Recorded[] {
  const all = options.getAll() as streams.ReadReq.Options.AllOptions;
  const index = startOf(log, all);
  return isBackward(options) ? log.all.slice(0, index).reverse() : log.all.slice(index);
}

function startOf(log: Parts['log'], all: streams.ReadReq.Options.AllOptions): number {
  if (all.hasStart()) return 0;
  const position = Number(all.getPosition()?.getCommitPosition());
  if (all.hasEnd() || log.isBeyondEnd(position)) return log.all.length;
  const index = log.indexAt(position);
  if (index === null) throw failure(status.UNKNOWN, 'Unexpected ReadAllResult: Error');
  return index;
}

function isBackward(options: Options): boolean {
  return options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
}
