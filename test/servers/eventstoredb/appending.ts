import { status } from '@grpc/grpc-js';
import type {
  handleBidiStreamingCall,
  handleClientStreamingCall,
  handleUnaryCall,
  sendUnaryData,
  ServerDuplexStream,
  ServerUnaryCall,
  ServiceError,
} from '@grpc/grpc-js';
import * as shared from '@eventstore/db-client/generated/shared_pb';
import * as streams from '@eventstore/db-client/generated/streams_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { anonymous, refusal } from './access';
import type { Expected, Outcome, Proposed } from './event-log';
import type { Leader } from './faults';
import { batchAccessDenied, batchRefusal, deleted, failure, nameOf, proposed } from './messages';
import type { Parts } from './server';

type BatchCall = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

/** One long call for all appends. Refusals are part of its answers. */
export function batchAppend(parts: Parts): handleBidiStreamingCall<streams.BatchAppendReq, streams.BatchAppendResp> {
  return (call) => {
    const open = new Map<string, { options: streams.BatchAppendReq.Options; events: Proposed[] }>();
    call.on('data', (request: streams.BatchAppendReq) => {
      const id = request.getCorrelationId()?.getString() ?? '';
      const options = request.getOptions();
      const append = open.get(id) ?? { options: options ?? new streams.BatchAppendReq.Options(), events: [] };
      append.events.push(...request.getProposedMessagesList().map(proposed));
      open.set(id, append);
      if (!request.getIsFinal()) return;
      open.delete(id);
      void answerBatch(parts, call, id, append);
    });
    call.on('end', () => call.end());
    call.on('error', () => call.end());
  };
}

async function answerBatch(
  { log, faults, users }: Parts,
  call: BatchCall,
  id: string,
  { options, events }: { options: streams.BatchAppendReq.Options; events: readonly Proposed[] },
): Promise<void> {
  await faults.turn();
  const leader = faults.takeLeader();
  if (leader !== null) return void call.emit('error', notLeader(leader));
  const refused = refusal(users, call.metadata);
  if (refused !== null && refused !== anonymous) return void call.emit('error', refused);
  const answer = new streams.BatchAppendResp()
    .setCorrelationId(new shared.UUID().setString(id))
    .setStreamIdentifier(options.getStreamIdentifier());
  if (refused !== null) return void call.write(answer.setError(batchAccessDenied()));
  const stream = nameOf(options.getStreamIdentifier());
  const outcome = log.append(stream, batchExpectation(options), events);
  if (faults.takeLostAnswer() || call.cancelled) return;
  call.write(
    outcome.kind === 'written' ? answer.setSuccess(batchSuccess(outcome)) : answer.setError(batchRefusal(outcome, stream)),
  );
}

function batchSuccess({ revision, position }: Outcome & { kind: 'written' }): streams.BatchAppendResp.Success {
  const success = new streams.BatchAppendResp.Success().setPosition(placed(new shared.AllStreamPosition(), position));
  return revision === null ? success.setNoStream(new Empty()) : success.setCurrentRevision(String(revision));
}

function batchExpectation(options: streams.BatchAppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasAny()) return 'any';
  return options.hasStreamExists() ? 'stream_exists' : Number(options.getStreamPosition());
}

interface WithRevision {
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
  getRevision(): string;
}

function expectation(options: WithRevision | undefined): Expected {
  if (options === undefined || options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : Number(options.getRevision());
}

/** One call per append. */
export function append(parts: Parts): handleClientStreamingCall<streams.AppendReq, streams.AppendResp> {
  return (call, answer) => {
    let options: streams.AppendReq.Options | undefined;
    const events: Proposed[] = [];
    call.on('data', (request: streams.AppendReq) => {
      options = request.getOptions() ?? options;
      const message = request.getProposedMessage();
      if (message !== undefined) events.push(proposed(message));
    });
    call.on('error', () => undefined);
    // Also after a cancellation, which ends the stream like a complete one.
    call.on('end', () => void answerAppend(parts, { options, events, metadata: call.metadata }, answer));
  };
}

interface Appending {
  readonly options: streams.AppendReq.Options | undefined;
  readonly events: readonly Proposed[];
  readonly metadata: Parameters<typeof refusal>[1];
}

async function answerAppend(
  { log, faults, users }: Parts,
  { options, events, metadata }: Appending,
  answer: sendUnaryData<streams.AppendResp>,
): Promise<void> {
  await faults.turn();
  const leader = faults.takeLeader();
  const refused = leader === null ? refusal(users, metadata) : notLeader(leader);
  if (refused !== null) {
    answer(refused);
    return;
  }
  const stream = nameOf(options?.getStreamIdentifier());
  const outcome = await faults.inNoHurry(() => log.append(stream, expectation(options), events));
  if (faults.takeLostAnswer()) return;
  if (outcome.kind === 'written') answer(null, new streams.AppendResp().setSuccess(success(outcome)));
  else if (outcome.kind === 'wrong-revision')
    answer(null, new streams.AppendResp().setWrongExpectedVersion(wrongVersion(outcome)));
  else answer(outcome.kind === 'deleted' ? deleted(stream) : tooLarge(outcome.limit));
}

function success({ revision, position }: Outcome & { kind: 'written' }): streams.AppendResp.Success {
  const success = new streams.AppendResp.Success().setPosition(placed(new streams.AppendResp.Position(), position));
  return revision === null ? success.setNoStream(new shared.Empty()) : success.setCurrentRevision(String(revision));
}

function wrongVersion({ current, expected }: Outcome & { kind: 'wrong-revision' }): streams.AppendResp.WrongExpectedVersion {
  const message = new streams.AppendResp.WrongExpectedVersion();
  if (current === null) message.setCurrentNoStream(new shared.Empty());
  else message.setCurrentRevision(String(current));
  if (expected === 'no_stream') return message.setExpectedNoStream(new shared.Empty());
  if (expected === 'stream_exists') return message.setExpectedStreamExists(new shared.Empty());
  return expected === 'any' ? message.setExpectedAny(new shared.Empty()) : message.setExpectedRevision(String(expected));
}

function tooLarge(limit: number): ServiceError {
  return failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limit),
  });
}

function notLeader({ host, port }: Leader): ServiceError {
  return failure(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });
}

export function deleteStream(parts: Parts): handleUnaryCall<streams.DeleteReq, streams.DeleteResp> {
  return (call, answer) => {
    const outcome = removed(parts, call, 'delete');
    if (outcome instanceof Error) answer(outcome);
    else answer(null, new streams.DeleteResp().setPosition(placed(new streams.DeleteResp.Position(), outcome)));
  };
}

export function tombstoneStream(parts: Parts): handleUnaryCall<streams.TombstoneReq, streams.TombstoneResp> {
  return (call, answer) => {
    const outcome = removed(parts, call, 'tombstone');
    if (outcome instanceof Error) answer(outcome);
    else answer(null, new streams.TombstoneResp().setPosition(placed(new streams.TombstoneResp.Position(), outcome)));
  };
}

/** Position of the tombstone, or why there is none. */
function removed(
  { log, users }: Parts,
  { request, metadata }: ServerUnaryCall<streams.DeleteReq | streams.TombstoneReq, unknown>,
  how: 'delete' | 'tombstone',
): number | ServiceError {
  const refused = refusal(users, metadata);
  if (refused !== null) return refused;
  const options = request.getOptions();
  const stream = nameOf(options?.getStreamIdentifier());
  const outcome = log[how](stream, expectation(options));
  if (outcome.kind === 'written') return outcome.position;
  return outcome.kind === 'wrong-revision' ? notRemoved(stream, outcome) : deleted(stream);
}

/** Revisions as numbers: no stream is -1, any is -2, an existing stream is -4. */
function notRemoved(stream: string, { expected, current }: Outcome & { kind: 'wrong-revision' }): ServiceError {
  const wanted = typeof expected === 'number' ? expected : { no_stream: -1, any: -2, stream_exists: -4 }[expected];
  const actual = String(current ?? -1);
  return failure(
    status.FAILED_PRECONDITION,
    `Delete failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${wanted}, Actual version: ${actual}`,
    { exception: 'wrong-expected-version', 'stream-name': stream, 'expected-version': String(wanted), 'actual-version': actual },
  );
}

interface Placed<Self> {
  setCommitPosition(value: string): Self;
  setPreparePosition(value: string): Placed<Self>;
}

function placed<P extends Placed<P>>(message: P, position: number): P {
  message.setPreparePosition(String(position));
  return message.setCommitPosition(String(position));
}
