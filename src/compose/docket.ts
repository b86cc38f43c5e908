import { join } from 'node:path';
import { aggregates } from '../domain/aggregates';
import type { CommandExecutor } from '../adapters/cqrs/command-executor.port';
import { CommandHandler, type CommandHandlerParts } from '../adapters/cqrs/command-handler';
import { PeopleFirst } from '../adapters/cqrs/people-first';
import { MergeProcess } from '../adapters/desk/tickets/merge-process';
import { Streams } from '../adapters/cqrs/streams';
import { TicketOptions } from '../adapters/desk/tickets/ticket-options';
import type { SignInParts } from '../adapters/auth/sign-in.port';
import { TokenStore } from '../adapters/auth/token-store';
import { factCodec, readableFacts } from '../adapters/eventstore/codec';
import { FactCorrupted } from '../adapters/eventstore/errors';
import { recordedFacts } from '../adapters/eventstore/recorded-facts';
import type { RecordedFacts } from '../adapters/eventstore/recorded-facts.port';
import { currentType } from '../adapters/eventstore/upcasters';
import { freeBytes, healthOf } from '../adapters/ops/health';
import type { Health } from '../adapters/ops/health.port';
import type { Metrics } from '../adapters/ops/metrics';
import { Uploads } from '../adapters/desk/files/uploads';
import { UsedKeys } from '../adapters/desk/used-keys';
import type { ShownFacts } from '../adapters/desk/live/shown-facts.port';
import type { ModelCopies } from '../adapters/desk/reporting/model-copies.port';
import { fileVault } from '../adapters/files/file-vault';
import { erasuresOf } from '../adapters/privacy/carried-out';
import { sealedSinceErasure } from '../adapters/privacy/sealed-since-erasure';
import { ExportStore } from '../adapters/desk/dossier/export-store';
import { reactorNames, reactorsOf } from '../adapters/reactors';
import { loadActor } from '../adapters/world/actor-loader';
import type { AggregateLoader } from '../adapters/world/aggregate-loader.port';
import { bootstrap, demoTokens, rootActor } from '../adapters/first-start/bootstrap';
import { fillDemo, type FilledDemo } from '../adapters/first-start/demo/fill-demo';
import { NumberAllocator } from '../adapters/desk/tickets/number-allocator';
import { loadWorld } from '../adapters/world/world-loader';
import { PeopleRecords } from '../adapters/desk/people/people-records';
import { UserTokens } from '../adapters/desk/people/user-tokens';
import { UserPasswords } from '../adapters/desk/people/user-passwords';
import { reservedEmails, type ReservedEmails } from '../adapters/desk/people/reserved-emails';
import { checkpointName } from '../adapters/runner/reactor-worker';
import { RememberedAnswers, rememberedWorld } from '../adapters/world/remembered';
import { modelCopies } from '../adapters/runner/model-copies';
import { projectInThread } from '../adapters/runner/project-in-thread';
import type { FactReader } from '../adapters/runner/shared-batch';
import { createRunner, type Runner, type RunnerParts } from '../adapters/runner/runner';
import type { Clock, Ids } from '../adapters/system/clock.port';
import { systemClock, systemIds } from '../adapters/system/system';
import { openSettings, type Settings } from '../adapters/settings/settings';
import { embedded, type Config } from '../config';
import { streamName } from '../domain/kernel/ids';
import type { Actor } from '../domain/people/actor';
import type { World } from '../domain/context';
import { projections } from '../projections';
import { openAccessRecords, type AccessRecords } from './access-records';
import { damagesIn } from './damages';
import { late } from './late-models';
import { hearing } from './other-processes';
import { openSignIn, type DemoAccess } from './sign-in';
import { openScans } from './scans';
import { openDossiers, type DossierStand } from './dossiers';
import { ticketFacts } from './ticket-facts';
import { openStores, type Servers, type Stores, type Waiting } from './stores';

/** The product without HTTP, as used by the server, the scripts and the benchmarks. */
export interface Docket {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly executor: CommandExecutor;
  /** Whether a user waits for a command, so that bulk work can pause. */
  readonly people: Pick<PeopleFirst, 'isAnyoneWaiting'>;
  readonly health: Health;
  readonly loader: AggregateLoader;
  readonly options: TicketOptions;
  readonly peopleRecords: PeopleRecords;
  readonly recordedFacts: RecordedFacts;
  readonly userTokens: UserTokens;
  readonly userPasswords: UserPasswords;
  readonly merges: MergeProcess;
  readonly numbers: NumberAllocator;
  readonly emails: ReservedEmails;
  readonly erasures: ReturnType<typeof erasuresOf>;
  readonly tokens: TokenStore;
  readonly signIn: SignInParts;
  readonly settings: Settings;
  readonly accesses: AccessRecords;
  readonly vault: ReturnType<typeof fileVault>;
  readonly uploads: Uploads;
  readonly usedKeys: UsedKeys;
  readonly scans: Awaited<ReturnType<typeof openScans>>;
  readonly dossiers: DossierStand;
  readonly runner: Runner;
  readonly shownFacts: ShownFacts;
  readonly modelCopies: ModelCopies;
  /** Creates the tokens and the password of the demo organisations once, for display. */
  demoAccess(): Promise<DemoAccess>;
  /** Fills a full demo with tickets, or continues an interrupted start. Null if there is nothing to do. */
  fillDemo(): Promise<FilledDemo | null>;
  /** Path of the link that creates the first administrator. Null if any user has a password. */
  setUpLink(): Promise<string | null>;
  close(): Promise<void>;
}

export interface DocketOptions extends Waiting {
  readonly clock?: Clock;
  readonly metrics?: Metrics;
  readonly ids?: Ids;
}

/** Names of the reactors' checkpoints in `ops`, which moves with an installation. */
export const readersOf = {
  all: Object.values(reactorNames).map(checkpointName),
  erasing: checkpointName(reactorNames.destroyKeys),
} as const;

/** @throws as `openStores` */
export async function openDocket(config: Config, options: DocketOptions = {}): Promise<Docket> {
  const stores = await openStores(config.DATA_DIR, serversOf(config, options));
  try {
    return await compose(stores, config, options);
  } catch (error) {
    await stores.close();
    throw error;
  }
}

export function serversOf(
  { EVENTSTORE_URL: log, MONGODB_URL: documents }: Config,
  { onFailure, interrupted }: Waiting = {},
): Servers {
  return {
    ...(log !== embedded && { eventStoreUrl: log }),
    ...(documents !== embedded && { mongoDbUrl: documents }),
    ...{ onFailure, interrupted },
  };
}

function executorOf(parts: CommandHandlerParts, metrics: Metrics | undefined): CommandExecutor {
  if (metrics === undefined) return new CommandHandler(parts);
  return metrics.commands(new CommandHandler({ ...parts, store: metrics.appends(parts.store) }));
}

async function compose(stores: Stores, config: Config, options: DocketOptions): Promise<Docket> {
  const { clock = systemClock, ids = systemIds, metrics, onFailure } = options;
  const { log, keyRing, ops, read } = stores;
  // If either store is in the data folder, its lock excludes other processes.
  const exclusive = config.EVENTSTORE_URL === embedded || config.MONGODB_URL === embedded;
  const codec = factCodec(keyRing);
  const streams = new Streams(log, codec.decode);
  const deafen = exclusive ? null : await hearing(log, streams, onFailure);
  const loader: AggregateLoader = {
    load: async (aggregate, id) => (await streams.load(aggregate, streamName(aggregate.category, id))).folded.state as never,
  };
  const models = late(() => runner);
  const worlds = new RememberedAnswers<World>(loader);
  const actors = new RememberedAnswers<Actor | null>(loader);
  streams.onChange((stream) => {
    worlds.changed(stream);
    actors.changed(stream);
  });
  const world = rememberedWorld(worlds, loader, (from, needs) => loadWorld(from, needs, sealedSinceErasure({ log, models })));
  const digestSecret = keyRing.secret('command-digest');
  const commandParts = { store: log, streams, aggregates, clock, ids, world, digestSecret, encode: codec.encode };
  const executor = new PeopleFirst(executorOf(commandParts, metrics));
  const merges = new MergeProcess(executor, streams);
  const tokens = await TokenStore.open({
    documents: ops,
    clock,
    ids,
    actors: (user, scope) => actors.ask(`${user} ${scope?.join(' ') ?? '*'}`, (from) => loadActor(from, user, scope)),
  });
  const access = await openSignIn({
    ...{ documents: ops, clock, ids, emails: () => emails },
    actors: (user) => actors.ask(`${user} *`, (from) => loadActor(from, user)),
  });
  const settings = await openSettings(ops);
  const accesses = await openAccessRecords({
    ...{ ops, clock, ids, keyRing, exclusive, models, days: config.ACCESS_LOG_DAYS, onFailure },
    tokenIds: (digests) => tokens.idsOf(digests),
  });
  const numbers = new NumberAllocator({ executor, loader, ids, actor: rootActor });
  const emails = reservedEmails({ executor, loader, keyRing });
  const vault = fileVault(stores.blobs, keyRing);
  const scans = await openScans({ documents: ops, vault, clock, onFailure }, config.CLAMD_URL);
  const uploads = await Uploads.open({ documents: ops, vault, clock, ids });
  const usedKeys = await UsedKeys.open({ documents: ops, clock });
  // Not named `exports`, which would hide that of the module.
  const dossierExports = await ExportStore.open({ documents: ops, vault, clock });
  const reader: FactReader = { ...codec, currentType, isDamaged: (error) => error instanceof FactCorrupted };
  const runner: Runner = createRunner(
    {
      ...{ store: log, read, ops, clock, reader },
      logIndexOf: (position) => log.logIndexOf(position),
      holder: ids.next(),
      exclusive,
      ...(onFailure !== undefined && { onFailure }),
      ...inThread(stores),
    },
    projections,
    reactorsOf({
      merges,
      erasure: {
        ...{ keyRing, models, forgetUser: settings.forgetUser },
        readStream: async (stream) => readableFacts(await log.readStream(stream), (stored) => codec.decode(stored)),
        rebuildReadModels: () => runner.rebuild(sealing),
        discardExports: () => dossierExports.discardAll(),
      },
    }),
  );
  const dossiers = openDossiers({
    exports: dossierExports,
    ...{ stores, codec, executor, vault, scans, settings, clock, ids, config, onFailure },
    models: () => runner.readModels,
  });
  const rootName = config.DOCKET_ROOT_ORGANISATION;
  const demo = config.NODE_ENV === 'production' ? 'none' : config.DEMO;
  const filling = { ends: new AbortController(), done: Promise.resolve<FilledDemo | null>(null) };
  const stop = async (): Promise<void> => {
    filling.ends.abort();
    await filling.done.catch(() => null);
    for (const part of [dossiers, scans, accesses]) await part.close();
    await deafen?.();
    await runner.stop();
  };
  const erasures = erasuresOf({ ops, checkpoint: readersOf.erasing, signal: filling.ends.signal });
  await runner.start();
  await bootstrap({ executor, loader, emails, rootName, demo }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    people: executor,
    ...{ stores, clock, ids, executor, loader, merges, numbers, emails, tokens, runner },
    ...{ signIn: access.parts, accesses, settings, erasures, vault, uploads, usedKeys, scans, dossiers },
    demoAccess: async () => access.demo(demo === 'none' ? [] : await demoTokens({ loader, rootName, tokens })),
    fillDemo: () => {
      const parts = { executor, loader, merges, numbers, vault, clock, ids };
      return (filling.done = demo === 'full' ? fillDemo(parts, filling.ends.signal) : filling.done);
    },
    setUpLink: () => (demo === 'none' ? access.setUpLink() : Promise.resolve(null)),
    health: healthOf({
      log,
      read,
      ops,
      keys: stores.keys,
      runner,
      free: () => freeBytes(stores.folder.path),
      damages: () => damagesIn(stores),
    }),
    options: new TicketOptions({ streams, world, clock, ids, answeredAt: () => log.answeredAt() }),
    peopleRecords: new PeopleRecords({ loader, log }),
    recordedFacts: recordedFacts({ store: log, codec, keyRing, aggregate: (category) => aggregates[category] }),
    userTokens: new UserTokens({ loader, tokens, clock, ids }),
    userPasswords: new UserPasswords({ loader, signIn: access.parts, clock, ids }),
    modelCopies: modelCopies({ read, store: log, reader, models: () => runner.readModels }, projections),
    shownFacts: ticketFacts(log, codec.decode, { models: () => runner.readModels, onFailure }),
    close: async () => {
      await stop();
      await stores.close();
    },
  };
}

function inThread({ thread }: Stores): Pick<RunnerParts, 'startProjections'> {
  if (thread === null) return {};
  const { appended, ...data } = thread;
  return { startProjections: projectInThread({ file: join(__dirname, 'projections.thread.js'), data, appended }) };
}

/** Read models with sealed text. */
const sealing = projections.filter(({ opens }) => opens.length > 0).map(({ name }) => name);
