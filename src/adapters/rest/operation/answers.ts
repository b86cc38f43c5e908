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
const stopped = about('Unavailable stores, a full disk and stopped read models.', listOf(text), []);
export type Ready = Pick<HealthReport, 'status' | 'stopped'>;
export const ready = object<Ready>('Ready', { status, stopped });

const upOrDown = about('Whether the part is available.', oneOf<'up' | 'down'>('up', 'down'));
const part = object<HealthReport['read']>('PartHealth', { status: upOrDown });
const projection = object<ProjectionHealth>('ProjectionHealth', {
  name: about('Name of the read model.', text, 'ticket-list'),
  version: about('Incremented when its fold or an index changes.', count, 6),
  state: about('Whether it follows the log.', oneOf<ProjectionHealth['state']>('live', 'catching-up', 'stopped')),
  behind: about('Facts that it has not processed yet.', count, 0),
  rebuildPercent: about('Progress of a rebuild. Null if none is running.', orNull(percent), null),
});
const log = object<HealthReport['log']>('LogHealth', {
  status: upOrDown,
  facts: about('Number of facts. Null if the log is unavailable.', orNull(count), 118),
  damagedStreams: about('Streams whose facts were altered, hidden or deleted by others. The rest works.', count, 0),
});
const reactors = object<HealthReport['reactors']>('ReactorHealth', {
  failing: about('Names of the failing reactors.', listOf(text), []),
  parked: about('Facts parked after repeated failures. Null if unknown.', orNull(count), 0),
});
export const health = object<HealthReport>('Health', {
  ...{ status, stopped },
  log: about('The log of facts.', log),
  read: about('The store of the read models.', part),
  ops: about('The store of tokens, leases and checkpoints.', part),
  keys: about('The store of the keys of personal data.', part),
  disk: about('Free disk space.', part),
  projections: about('The read models.', listOf(projection)),
  reactors: about('Background processes that react to facts, such as erasures.', reactors),
});

const token = {
  id: about('Id of the token in paths.', id, exampleId('token')),
  user: about('The user of the token.', id, cast.technician),
  label: about('Purpose of the token.', text, 'Monitoring'),
  scope: about('The permissions of the token. Null for all permissions of its user.', orNull(listOf(permission)), null),
  createdAt: about('When it was created.', instant),
  expiresAt: about('When it expires.', instant, '2027-02-21T18:11:54.000Z'),
  lastUsedAt: about('When it was last used, to within five minutes. Null if never.', orNull(instant), null),
};
export const tokens = object<{ readonly items: readonly TokenInfo[] }>('Tokens', {
  items: about('Your tokens, oldest first.', listOf(object<TokenInfo>('Token', token))),
});
export const newToken: Schema<TokenInfo & { readonly secret: string }> = object<TokenInfo & { readonly secret: string }>(
  'NewToken',
  { ...token, secret: about('The bearer token. Shown once.', text, 'dkt_h-8E5SQLTukUqEURCxCEBf_bjGS3AjoC4F2PpnG8dXQ') },
);
