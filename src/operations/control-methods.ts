import { backup } from '../adapters/backup/backup';
import { contentsOf } from '../adapters/backup/contents-of-stores';
import type { ControlMethods, Progress, RebuildAnswer, TokenSummary } from '../adapters/control/control.port';
import type { TokenInfo } from '../adapters/auth/token-store';
import { factCodec, readableFacts } from '../adapters/eventstore/codec';
import { factsUpTo } from '../adapters/eventstore/event-store.port';
import { verifyLog } from '../adapters/eventstore/verify';
import { importFormats } from '../adapters/import/formats';
import { GiveWay } from '../adapters/import/give-way';
import { runImport } from '../adapters/import/import';
import type { ImportSetting } from '../adapters/import/import-run';
import { mappingFrom } from '../adapters/import/mapping';
import { RehearsalDesk } from '../adapters/import/rehearsal-desk';
import { formatNumber } from '../domain/numbers/numbers';
import { eraseAddress } from '../adapters/privacy/erase-address';
import { loadActor } from '../adapters/world/actor-loader';
import { rootActor } from '../adapters/first-start/bootstrap';
import { parkedSpec } from '../adapters/runner/parked';
import { aggregates } from '../domain/aggregates';
import { damagesIn } from '../compose/damages';
import { readersOf, type Docket } from '../compose/docket';
import { placeOf } from '../compose/stores';
import { catchUp } from './catch-up';
import { dossierFile } from './dossier-file';
import { firstTokenUser } from './first-access';
import { settleFact } from './settle';
import { version } from './version';
import { reject } from '../domain/kernel/errors';
import { toMillis } from '../domain/kernel/instant';
import type { Actor } from '../domain/people/actor';
import type { Permission } from '../domain/people/permission';
import { projections } from '../projections';
import { namesOf } from '../projections/people/names';
import { volumeReport } from '../projections/reports/ask-reports';

const pollMs = 200;

/** Methods of the operator's scripts. The owner of the data folder acts for the root organisation. */
export function controlMethods(docket: Docket): ControlMethods {
  const { tokens, stores, clock, runner } = docket;
  return {
    'token.create': async ({ user, label, scope, days }) => {
      const { secret, ...info } = await tokens.create(await findOwner(docket, user), {
        label,
        scope: scope as readonly Permission[] | null,
        ...(days !== undefined && { days }),
      });
      return { ...summaryOf(info), secret };
    },
    'token.list': async ({ user }) => {
      const found = await tokens.list(user === null ? null : await findOwner(docket, user));
      const names = await namesOf(runner.readModels, { users: found.map((token) => token.user) });
      const first = found.length === 0 ? await firstTokenUser(docket) : null;
      const lines = found.map((token) => ({ ...summaryOf(token), name: names[token.user] ?? null }));
      return { tokens: lines, ...(first !== null && { first }) };
    },
    'token.revoke': async ({ id }) => {
      if (await tokens.revoke(null, id)) return { id, revoked: true };
      return reject('unknown', `There is no valid token ${id}. "npm run token -- list" shows the valid tokens.`);
    },
    import: async ({ format: name, dryRun = false, mapping, ...source }, progress, signal) => {
      const format = importFormats.find((known) => known.name === name) ?? unknownFormat(name);
      const { stores, executor, numbers, clock } = docket;
      const organisation = { id: rootActor.organisation, kind: rootActor.organisationKind };
      const giveWay = new GiveWay({
        isAnyoneWaiting: () => docket.people.isAnyoneWaiting,
        models: runner.readModels,
        names: projections.map(({ name }) => name),
      });
      const inFlight = stores.log.description.startsWith('SQLite') ? 256 : 48;
      const desk = {
        ...{ executor, numbers, clock, organisation, keyRing: stores.keyRing, actor: rootActor },
        ...{ signal, giveWay, inFlight },
      };
      const setting = dryRun ? { ...desk, ...(await rehearsal(docket, organisation.id)) } : desk;
      const given = { ...source, ...(mapping !== undefined && { mapping: mappingFrom(mapping) }) };
      const answer = await runImport(format, given, setting, ({ done, read, complete }) =>
        progress({ done, total: complete ? read : null, unit: 'commands' }),
      );
      if (!dryRun) await catchUp(docket, progress, signal);
      return answer;
    },
    'report.volume': async (_nothing, progress, signal) => {
      await catchUp(docket, progress, signal);
      return volumeReport(runner.readModels, rootActor);
    },
    rebuild: ({ projection }, progress, signal) => rebuild(projection, progress, signal),
    retry: async (_nothing, progress, signal) => {
      const { done, left } = await runner.retryParked((tried, total) => progress({ done: tried, total, unit: 'facts' }), signal);
      const facts = left.map(({ reactor, type, stream, revision, attempts, error }) => ({
        ...{ reactor, type, stream, revision, attempts, error },
      }));
      return { done, left: facts };
    },
    settle: (place) => settleFact(docket, rootActor, place),
    verify: async (_nothing, progress, signal) => {
      const total = await factsUpTo(stores.log, await stores.log.head());
      const report = await verifyLog({
        store: stores.log,
        keyRing: stores.keyRing,
        aggregate: (category) => aggregates[category],
        progress: (done) => progress({ done, total, unit: 'facts' }),
        signal,
      });
      return { ...report, log: placeOf(stores), access: await docket.accesses.log.verify(signal) };
    },
    'erase-watcher': async ({ email }, progress, signal) => {
      const { log, keyRing } = stores;
      const { open, decode } = factCodec(keyRing);
      const contents = contentsOf(stores, []);
      const readLog = async function* () {
        for await (const page of contents.facts()) yield readableFacts(page, (stored) => decode(stored));
      };
      const total = await factsUpTo(log, await log.head());
      const onProgress = (done: number): void => progress({ done, total, unit: 'facts' });
      const { executor, ids } = docket;
      return { tickets: await eraseAddress(email, { readLog, open, executor, ids, actor: rootActor, onProgress, signal }) };
    },
    backup: ({ file, keysDays }, progress, signal) =>
      backup(contentsOf(stores, readersOf.all), {
        ...{ file, keysDays, signal, now: clock.now() },
        onProgress: (done, total, unit) => progress({ done, total, unit }),
      }),
    dossier: dossierFile(docket, (user) => findOwner(docket, user)),
    status: async () => {
      const facts = await factsUpTo(stores.log, await stores.log.head());
      return {
        ...{ version, facts, log: stores.log.description, logId: stores.log.logId, dataFolder: stores.folder.path },
        parked: await stores.ops.count(parkedSpec.name, []),
        damages: await damagesIn(stores),
        projections: runner.status().map(({ name, version, state, position, failure }) => ({
          ...{ name, version, state, failure },
          behind: facts - stores.log.logIndexOf(position),
        })),
      };
    },
  };

  async function rebuild(projection: string, progress: Progress, signal: AbortSignal): Promise<RebuildAnswer> {
    const names = projections.map(({ name }) => name).filter((name) => projection === 'all' || name === projection);
    if (names.length === 0) unknownProjection(projection);
    const started = toMillis(clock.now());
    const timer = setInterval(() => {
      const percents = runner.status().flatMap(({ rebuildPercent }) => rebuildPercent ?? []);
      if (percents.length > 0) progress({ done: Math.min(...percents), total: 100, unit: 'percent', on: projection });
    }, pollMs);
    try {
      await unlessAborted(runner.rebuild(names), signal);
    } finally {
      clearInterval(timer);
    }
    const seconds = (toMillis(clock.now()) - started) / 1000;
    const facts = await factsUpTo(stores.log, await stores.log.head());
    const rebuilt = runner.status().filter(({ name }) => names.includes(name));
    return { rebuilt: rebuilt.map(({ name, version }) => ({ projection: name, version, facts, seconds })) };
  }
}

/** Stops waiting without stopping the work, because a requested rebuild is durable. */
function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

async function findOwner({ emails, loader }: Docket, user: string): Promise<Actor> {
  const id = user.includes('@') ? ((await emails.holderOf(user)) ?? '').replace(/^user-/, '') : user;
  const actor = id === '' ? null : await loadActor(loader, id);
  return actor ?? reject('unknown', `There is no active user ${user} with sign-in. Give the id or the e-mail address of a user.`);
}

function summaryOf({ id, user, label, scope, createdAt, expiresAt, lastUsedAt }: TokenInfo): TokenSummary {
  return { id, user, label, scope, createdAt, expiresAt, lastUsedAt };
}

/** For an import that records nothing, not even a block of numbers. */
async function rehearsal({ loader, clock }: Docket, organisation: string): Promise<Partial<ImportSetting>> {
  const state: unknown = await loader.load(aggregates.organisation, organisation);
  return {
    executor: new RehearsalDesk(clock, { id: organisation, state }),
    numbers: { next: () => Promise.resolve(formatNumber('AT', 1)) },
    keepsRows: true,
  };
}

function unknownFormat(name: string): never {
  const known = importFormats.map((format) => format.name).join(', ');
  return reject('invalid', `There is no import format "${name}". Use one of ${known}.`);
}

function unknownProjection(name: string): never {
  const known = projections.map((projection) => projection.name).join(', ');
  return reject('unknown', `There is no projection "${name}". Use all, or one of ${known}.`);
}
