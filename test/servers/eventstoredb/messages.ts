import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { Code } from '@eventstore/db-client/generated/code_pb';
import * as shared from '@eventstore/db-client/generated/shared_pb';
import * as rpc from '@eventstore/db-client/generated/status_pb';
import * as streams from '@eventstore/db-client/generated/streams_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import type { Expected, Outcome, Proposed, Recorded } from './event-log';

/** The revision of a tombstone. */
const lastRevision = '9223372036854775807';

type Refused = Exclude<Outcome, { kind: 'written' }>;

export function nameOf(identifier: shared.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? '').toString('utf8');
}

export function proposed(message: streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage): Proposed {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? 'application/octet-stream',
    metadata: message.getCustomMetadata_asU8(),
    data: message.getData_asU8(),
  };
}

export function event(recorded: Recorded): streams.ReadResp {
  const inside = new streams.ReadResp.ReadEvent.RecordedEvent();
  inside.setId(new shared.UUID().setString(recorded.id));
  inside.setStreamIdentifier(identifier(recorded.stream));
  inside.setStreamRevision(recorded.type === '$streamDeleted' ? lastRevision : String(recorded.revision));
  inside.setPreparePosition(String(recorded.position));
  inside.setCommitPosition(String(recorded.position));
  inside
    .getMetadataMap()
    .set('type', recorded.type)
    .set('created', String(recorded.created))
    .set('content-type', recorded.contentType);
  inside.setCustomMetadata(recorded.metadata);
  inside.setData(recorded.data);
  const read = new streams.ReadResp.ReadEvent().setEvent(inside).setCommitPosition(String(recorded.position));
  return new streams.ReadResp().setEvent(read);
}

export function identifier(stream: string): shared.StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64'));
}

export function confirmation(id: string): streams.ReadResp {
  return new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(id));
}

export function caughtUp(): streams.ReadResp {
  return new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());
}

export function checkpoint(position: number): streams.ReadResp {
  const at = new streams.ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position));
  return new streams.ReadResp().setCheckpoint(at);
}

export function streamNotFound(stream: string): streams.ReadResp {
  return new streams.ReadResp().setStreamNotFound(new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifier(stream)));
}

/** Error of a refused append inside the answer of a batch. */
export function batchRefusal(refused: Refused, stream: string): rpc.Status {
  switch (refused.kind) {
    case 'wrong-revision':
      return packed(Code.ALREADY_EXISTS, 'WrongExpectedVersion', wrongVersion(refused.current, refused.expected));
    case 'deleted':
      return packed(Code.NOT_FOUND, 'StreamDeleted', new shared.StreamDeleted().setStreamIdentifier(identifier(stream)));
    case 'too-large':
      return packed(Code.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', new shared.MaximumAppendSizeExceeded().setMaxappendsize(refused.limit)); // prettier-ignore
  }
}

export function batchAccessDenied(): rpc.Status {
  return packed(Code.PERMISSION_DENIED, 'AccessDenied', new shared.AccessDenied());
}

function packed(code: Code, name: string, details: { serializeBinary(): Uint8Array }): rpc.Status {
  const any = new Any();
  any.pack(details.serializeBinary(), `event_store.client.${name}`);
  return new rpc.Status().setCode(code).setMessage(name).setDetails(any);
}

function wrongVersion(current: number | null, expected: Expected): shared.WrongExpectedVersion {
  const message = new shared.WrongExpectedVersion();
  if (current === null) message.setCurrentNoStream(new Empty());
  else message.setCurrentStreamRevision(String(current));
  if (expected === 'no_stream') return message.setExpectedNoStream(new Empty());
  if (expected === 'stream_exists') return message.setExpectedStreamExists(new Empty());
  if (expected === 'any') return message.setExpectedAny(new Empty());
  return message.setExpectedStreamPosition(String(expected));
}

/** An error of a call: its status and the trailers that the client reads. */
export function failure(code: status, details: string, trailers: Readonly<Record<string, string>> = {}): ServiceError {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export function deleted(stream: string): ServiceError {
  return failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });
}
