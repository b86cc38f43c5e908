import type { HealthReport, ProjectionHealth } from '../../ops/health.port';
import type { TokenInfo } from '../../desk/ports';
import { cast, exampleId } from '../answers/cast';
import { about, count, id, instant, listOf, object, oneOf, orNull, percent, text, type Schema } from '../answers/schema';
import { permission } from '../answers/shared';

export interface Live {
  readonly status: 'live';
}
export const live = object<Live>('Live', { status: about('Always `live`.', oneOf<'live'>('live')) });

const status = about(
  '`degraded` when something that is needed does not work.',
  oneOf<HealthReport['status']>('ready', 'degraded'),
);
const stopped = about('Stores that do not answer, a disk without room, read models that have stopped.', listOf(text), []);
export type Ready = Pick<HealthReport, 'status' | 'stopped'>;
export const ready = object<Ready>('Ready', { status, stopped });

const upOrDown = about('Whether it answers.', oneOf<'up' | 'down'>('up', 'down'));
const part = object<HealthReport['read']>('PartHealth', { status: upOrDown });
const projection = object<ProjectionHealth>('ProjectionHealth', {
  name: about('Name of the read model.', text, 'ticket-list'),
  version: about('Raised when its fold or an index changed.', count, 6),
  state: about('Whether it follows the log.', oneOf<ProjectionHealth['state']>('live', 'catching-up', 'stopped')),
  behind: about('Facts it has not seen yet.', count, 0),
  rebuildPercent: about('Progress of a rebuild. Null: none runs.', orNull(percent), null),
});
const log = object<HealthReport['log']>('LogHealth', {
  status: upOrDown,
  facts: about('Number of facts. Null where the log does not answer.', orNull(count), 118),
});
const reactors = object<HealthReport['reactors']>('ReactorHealth', {
  failing: about('Names of those that fail at the moment.', listOf(text), []),
  parked: about('Facts put aside after many failures. Null where that is not known.', orNull(count), 0),
});
export const health = object<HealthReport>('Health', {
  ...{ status, stopped },
  log: about('The log of facts.', log),
  read: about('The store of the read models.', part),
  ops: about('The store of tokens, leases and checkpoints.', part),
  keys: about('The store of the keys of personal data.', part),
  disk: about('Room on the disk.', part),
  projections: about('The read models.', listOf(projection)),
  reactors: about('What follows from facts, such as erasures.', reactors),
});

const token = {
  id: about('Names the token in paths.', id, exampleId('token')),
  user: about('Who signs in with it.', id, cast.technician),
  label: about('What it is for.', text, 'Monitoring'),
  scope: about('The only rights it has. Null: everything its user may.', orNull(listOf(permission)), null),
  createdAt: about('When it was created.', instant),
  expiresAt: about('From when on it is refused.', instant, '2027-02-21T18:11:54.000Z'),
  lastUsedAt: about('When it was last used, within five minutes. Null: never.', orNull(instant), null),
};
export const tokens = object<{ readonly items: readonly TokenInfo[] }>('Tokens', {
  items: about('Your tokens, oldest first.', listOf(object<TokenInfo>('Token', token))),
});
export const newToken: Schema<TokenInfo & { readonly secret: string }> = object<TokenInfo & { readonly secret: string }>(
  'NewToken',
  { ...token, secret: about('The bearer token. Shown once.', text, 'dkt_h-8E5SQLTukUqEURCxCEBf_bjGS3AjoC4F2PpnG8dXQ') },
);
