import { ERASED } from '../../../domain/kernel/event';
import { toMillis, type Instant } from '../../../domain/kernel/instant';
import type { Names } from '../../../projections/people/names';
import type { SessionInfo } from '../../auth/sign-in.port';
import type { OperationsReport } from '../../desk/operations/operations-desk';
import type { Installation, ReadModelNow } from '../../desk/operations/operations.port';
import type { TokenInfo } from '../../desk/ports';
import { factWord } from '../audit-trail/question';
import { deviceName } from '../access/device-name';
import type { Formats } from '../rendering/formats';
import type { Translate } from '../rendering/words';

const mostTokens = 100;
const dayMs = 86_400_000;
const hourMs = 3_600_000;

export function readModelsView(readModels: readonly ReadModelNow[]) {
  const rows = readModels.map(({ name, version, state, behind, rebuildPercent, failure }) => ({
    ...{ name, version, state, behind, failure },
    percent: rebuildPercent,
    // Handlebars treats 0 as false, so the template cannot test the percentage.
    isRebuilding: rebuildPercent !== null,
  }));
  return { readModels: rows, isAllWell: readModels.every(({ state, behind }) => state === 'live' && behind === 0) };
}

interface Told {
  readonly t: Translate;
  readonly formats: Formats;
  readonly now: Instant;
}

export function installationView(one: Installation, { t, formats, now }: Told) {
  const { attachments } = one;
  const bytes = one.files.reduce((sum, file) => sum + file.bytes, attachments?.value.bytes ?? 0);
  return {
    ...{ version: one.version, facts: one.facts, logStore: one.log, documentStore: one.documents, dataFolder: one.dataFolder },
    ...{ files: one.files, bytes, freeBytes: one.freeBytes, startedAt: one.startedAt },
    attachments: attachments === null ? null : { ...attachments.value, at: attachments.at },
    uptime: uptimeOf(toMillis(now) - toMillis(one.startedAt), { t, formats }),
    failures: one.failures.map(([who, why]) => ({ who, why })),
  };
}

function uptimeOf(ms: number, { t }: Pick<Told, 't' | 'formats'>): string {
  if (ms >= 2 * dayMs) return t('operations.days', { count: Math.floor(ms / dayMs) });
  if (ms >= 2 * hourMs) return t('operations.hours', { count: Math.floor(ms / hourMs) });
  return t('operations.minutes', { count: Math.max(1, Math.floor(ms / 60_000)) });
}

export function parkedView({ items, count }: OperationsReport['parked'], t: Translate) {
  return {
    items: items.map((fact) => ({ ...fact, word: factWord(fact.type, t) })),
    count,
    more: Math.max(0, count - items.length),
  };
}

const nameIn = (names: Names, user: string): string => {
  const name = names[user];
  return name === undefined || name === ERASED ? '–' : name;
};

export function tokensView(tokens: readonly TokenInfo[], names: Names, now: Instant) {
  const newest = [...tokens].reverse();
  const rows = newest.slice(0, mostTokens).map(({ id, user, label, scope, createdAt, expiresAt, lastUsedAt }) => ({
    ...{ id, label, createdAt, expiresAt, lastUsedAt, who: nameIn(names, user) },
    ...{ isExpired: expiresAt <= now, rights: scope === null ? null : scope.length },
  }));
  return { rows, count: tokens.length };
}

export function sessionsView(sessions: readonly SessionInfo[], names: Names, own: string) {
  return sessions.map(({ id, user, device, createdAt, lastUsedAt }) => ({
    ...{ id, user, createdAt, lastUsedAt, who: nameIn(names, user), device: deviceName(device), isThis: id === own },
  }));
}
