import type { HealthReport, ProjectionHealth } from '../../ops/health.port';
import type { TokenInfo } from '../../desk/ports';
import { about, count, id, instant, listOf, object, oneOf, orNull, percent, text, type Schema } from '../answers/schema';
import { permission } from '../answers/shared';

export interface Live {
  readonly status: 'live';
}
export const live = object<Live>('Live', { status: oneOf<'live'>('live') });

const status = oneOf<HealthReport['status']>('ready', 'degraded');
const stopped = about('Stores that do not answer, a disk without room, read models that have stopped.', listOf(text));
export type Ready = Pick<HealthReport, 'status' | 'stopped'>;
export const ready = object<Ready>('Ready', { status, stopped });

const part = object<HealthReport['read']>('PartHealth', { status: oneOf<'up' | 'down'>('up', 'down') });
const projection = object<ProjectionHealth>('ProjectionHealth', {
  name: text,
  version: count,
  state: oneOf<ProjectionHealth['state']>('live', 'catching-up', 'stopped'),
  behind: about('Facts it has not seen yet.', count),
  rebuildPercent: orNull(percent),
});
export const health = object<HealthReport>('Health', {
  ...{ status, stopped },
  log: object<HealthReport['log']>('LogHealth', { status: oneOf<'up' | 'down'>('up', 'down'), facts: orNull(count) }),
  ...{ read: part, ops: part, keys: part, disk: part },
  projections: listOf(projection),
  reactors: object<HealthReport['reactors']>('ReactorHealth', { failing: listOf(text), parked: orNull(count) }),
});

const token = {
  ...{ id, user: id, label: text },
  scope: about('Null: everything its user may.', orNull(listOf(permission))),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: about('Within five minutes.', orNull(instant)),
};
export const tokens = object<{ readonly items: readonly TokenInfo[] }>('Tokens', {
  items: listOf(object<TokenInfo>('Token', token)),
});
export const newToken: Schema<TokenInfo & { readonly secret: string }> = object<TokenInfo & { readonly secret: string }>(
  'NewToken',
  { ...token, secret: about('Told once.', text) },
);
