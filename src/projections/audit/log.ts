import type { Audience, FactActor, Origin, UserActor } from '../../domain/kernel/event';
import type { Values } from '../../domain/kernel/value';
import type { Document } from '../kernel/documents.port';
import type { Projection } from '../kernel/projection';
import { plain, type Plain } from '../plain';
import { lineId } from '../line-id';

/** One fact as the Logs tab and the auditor see it: everything but what was sealed. */
export interface LogLine extends Document {
  readonly stream: string;
  readonly revision: number;
  readonly logIndex: number;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly audience: Audience;
  readonly origin: Plain<Origin>;
  readonly actor: Plain<FactActor>;
  readonly onBehalfOf: Plain<UserActor> | null;
  readonly command: string;
  readonly correlationId: string;
  readonly contentHash: string;
  readonly hash: string;
  readonly data: Values;
}

export const log: Projection<LogLine> = {
  name: 'log',
  version: 2,
  audience: 'staff',
  indexes: [{ fields: [{ field: 'stream' }, { field: 'audience' }, { field: 'revision' }] }],
  handles: 'all',
  opens: [],
  keys: (fact) => [lineId(fact.stream, fact.revision)],
  fold(_, fact, key) {
    return {
      _id: key,
      stream: fact.stream,
      revision: fact.revision,
      logIndex: fact.logIndex,
      type: fact.type,
      occurredAt: fact.occurredAt,
      recordedAt: fact.recordedAt,
      audience: fact.audience,
      correlationId: fact.correlationId,
      contentHash: fact.contentHash,
      hash: fact.hash,
      origin: plain(fact.origin),
      actor: plain(fact.actor),
      onBehalfOf: plain(fact.onBehalfOf),
      command: fact.command.id,
      data: fact.data as Values,
    };
  },
};
