import { v5 } from 'uuid';
import { Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ExecuteCommand, type CommandOutcome, type CommandRequest } from '../../../src/adapters/cqrs/execute-command';
import { memoryDocuments } from '../../../src/adapters/documents/memory.documents';
import { sharpPictures } from '../../../src/adapters/export/pictures';
import { PICTURES } from '../../../src/adapters/export/pictures.port';
import { letterheadStore } from '../../../src/adapters/settings/letterhead-store';
import { LETTERHEADS } from '../../../src/adapters/settings/letterheads.port';
import { openScans } from '../../../src/compose/scans';
import { fileVault } from '../../../src/adapters/files/file-vault';
import { httpAdapter, httpOptions } from '../../../src/adapters/web/adapter';
import { configureHttp } from '../../../src/adapters/web/configure';
import { DeskModule } from '../../../src/adapters/desk/desk.module';
import { configureRest } from '../../../src/adapters/rest/configure';
import { RestModule } from '../../../src/adapters/rest/rest.module';
import { healthOf, minFreeBytes } from '../../../src/adapters/ops/health';
import { savedViewStore } from '../../../src/adapters/settings/saved-view-store';
import { SIGN_IN } from '../../../src/adapters/auth/sign-in.port';
import { answerTemplateStore } from '../../../src/adapters/settings/answer-template-store';
import type { Asking } from '../../../src/adapters/desk/asker';
import { Uploads } from '../../../src/adapters/desk/files/uploads';
import { UsedKeys } from '../../../src/adapters/desk/used-keys';
import type { MergeProcess, PeopleThing, TicketNow } from '../../../src/adapters/desk/ports';
import * as tokens from '../../../src/adapters/desk/tokens';
import { DomainError } from '../../../src/domain/kernel/errors';
import type { Actor } from '../../../src/domain/people/actor';
import { permissions } from '../../../src/domain/people/permission';
import { projections } from '../../../src/projections';
import { collectionSpec } from '../../../src/projections/kernel/projection';
import type { Documents } from '../../../src/projections/kernel/documents.port';
import type { ProjectionStatus, ReadModels } from '../../../src/projections/kernel/read-models';
import { id, noon } from '../../dsl/world';
import { memoryBlobStore, memoryKeys } from './memory-files';

const all = new Set(permissions);
export const customer: Actor = { user: id(11), organisation: id(1), organisationKind: 'customer', teams: [], permissions: all };
export const agent: Actor = { user: id(21), organisation: id(2), organisationKind: 'admin', teams: [], permissions: all };
export const onlooker: Actor = { ...customer, user: id(12), permissions: new Set(['ticket.read-own']) };
const actors: Readonly<Record<string, Actor>> = { customer, agent, onlooker };

export const as = (who: 'customer' | 'agent' | 'onlooker') => ({ authorization: `Bearer ${who}` });

/** The edge with everything behind it replaced by the least that keeps the ports' promises. */
export interface Stage {
  readonly app: NestFastifyApplication;
  /** What reached the command bus, in order. */
  readonly requests: CommandRequest[];
  readonly merges: { readonly pair: unknown; readonly asking: Asking }[];
  /** What may be done with which ticket; others are unknown. */
  readonly tickets: Map<string, TicketNow>;
  /** What of people is recorded, as `user-<id>`. */
  readonly registered: Set<string>;
  /** What happens while somebody waits for the read models: whether they come in time. */
  waiting: () => Promise<boolean>;
  readonly documents: Documents;
  readonly status: ProjectionStatus[];
  readonly rebuilt: string[];
  readonly emails: ReturnType<typeof memoryEmails>;
  readonly blobs: ReturnType<typeof memoryBlobStore>;
  readonly keys: ReturnType<typeof memoryKeys>;
  /** What the command side answers or throws. */
  respond: (request: CommandRequest) => CommandOutcome;
}

export function outcomeOf({ category, id: target }: CommandRequest, values: Partial<CommandOutcome> = {}): CommandOutcome {
  return { stream: `${category}-${target}`, revision: 3, position: '4', recorded: ['Something'], repeated: false, ...values };
}

export async function startStage(): Promise<Stage> {
  const documents = memoryDocuments();
  for (const projection of projections) await documents.prepare(collectionSpec(projection.name, projection));
  const stage: Omit<Stage, 'app'> = {
    requests: [],
    merges: [],
    tickets: new Map(),
    registered: new Set(),
    waiting: () => Promise.resolve(true),
    documents,
    status: [],
    rebuilt: [],
    emails: memoryEmails(),
    blobs: memoryBlobStore(),
    keys: memoryKeys(),
    respond: outcomeOf,
  };
  const app = await start(stage);
  return Object.assign(stage, { app });
}

async function start(stage: Omit<Stage, 'app'>): Promise<NestFastifyApplication> {
  @CommandHandler(ExecuteCommand)
  class Recording implements ICommandHandler<ExecuteCommand> {
    execute({ request }: ExecuteCommand): Promise<CommandOutcome> {
      if (request.rehearsal === undefined) stage.requests.push(request);
      return Promise.resolve(stage.respond(request));
    }
  }

  @Module({
    imports: [CqrsModule.forRoot()],
    providers: [Recording, ...portsOf(stage)],
    exports: [...Object.values(tokens), SIGN_IN, LETTERHEADS, PICTURES],
  })
  class Ports {}

  @Module({ imports: [DeskModule.over([CqrsModule.forRoot(), Ports]), RestModule] })
  class Edge {}

  Logger.overrideLogger(false);
  const app = await NestFactory.create<NestFastifyApplication>(Edge, httpAdapter(countingIds()), httpOptions);
  await configureHttp(app);
  configureRest(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

function portsOf(stage: Omit<Stage, 'app'>) {
  const merges: MergeProcess = {
    merge: (pair, asking) => merged(pair, asking),
    unlink: (pair, asking) => merged(pair, asking),
  };
  const merged: MergeProcess['unlink'] = ({ primary, duplicate }, asking) => {
    stage.merges.push({ pair: { primary, duplicate }, asking });
    const outcome = (ticket: string) => ({ ...outcomeOf({ category: 'ticket', id: ticket } as CommandRequest), stream: ticket });
    return Promise.resolve({ primary: outcome(primary), duplicate: outcome(duplicate) });
  };
  const made = new Map<string, { label: string }>();
  const vault = fileVault(stage.blobs, stage.keys);
  return [
    { provide: tokens.AUTHENTICATOR, useValue: { authenticate: (token: string) => Promise.resolve(actors[token] ?? null) } },
    { provide: tokens.IDS, useValue: countingIds() },
    {
      provide: tokens.HEALTH,
      useValue: healthOf({
        ...{
          log: { head: () => Promise.resolve(null), logIndexOf: () => 0, damages: () => [] },
          read: stage.documents,
          keys: stage.documents,
        },
        ops: { collections: () => stage.documents.collections(), count: () => Promise.resolve(0) },
        runner: { status: () => stage.status, failures: () => new Map() },
        free: () => Promise.resolve(minFreeBytes),
      }),
    },
    { provide: tokens.CLOCK, useValue: { now: () => noon } },
    { provide: tokens.READ_MODELS, useValue: readModels(stage) },
    { provide: tokens.FILE_VAULT, useValue: vault },
    {
      provide: tokens.FILE_SCANS,
      useFactory: () => openScans({ documents: stage.documents, vault, clock: { now: () => noon } }, 'off'),
    },
    { provide: PICTURES, useValue: sharpPictures() },
    { provide: LETTERHEADS, useFactory: () => letterheadStore(stage.documents) },
    {
      provide: tokens.UPLOADS,
      useFactory: () => Uploads.open({ documents: stage.documents, vault, clock: { now: () => noon }, ids: countingIds() }),
    },
    { provide: tokens.USED_KEYS, useFactory: () => UsedKeys.open({ documents: stage.documents, clock: { now: () => noon } }) },
    { provide: tokens.TICKET_OPTIONS, useValue: { now: (ticket: string) => Promise.resolve(stage.tickets.get(ticket) ?? null) } },
    {
      provide: tokens.TICKET_NUMBERS,
      useValue: { next: (kind: string) => Promise.resolve(kind === 'customer' ? 'CT-000001' : 'AT-000001') },
    },
    {
      provide: tokens.PEOPLE_RECORDS,
      useValue: {
        recordedAt: ({ category, id: thing }: PeopleThing) =>
          Promise.resolve(stage.registered.has(`${category}-${thing}`) ? '4' : null),
      },
    },
    { provide: tokens.MERGE_PROCESS, useValue: merges },
    {
      provide: tokens.REBUILDER,
      useValue: {
        start: (name: string) => {
          stage.rebuilt.push(name);
          return Promise.resolve(name === 'ticket-list');
        },
      },
    },
    { provide: tokens.EMAILS, useValue: stage.emails },
    { provide: tokens.ERASURES, useValue: { carriedOut: () => Promise.resolve() } },
    { provide: tokens.USER_PASSWORDS, useValue: { link: () => Promise.resolve('shown once') } },
    { provide: SIGN_IN, useValue: { sessions: { endOthers: () => Promise.resolve() } } },
    {
      provide: tokens.ANSWER_TEMPLATES,
      useFactory: () => answerTemplateStore(stage.documents),
    },
    { provide: tokens.DOSSIERS, useValue: {} },
    { provide: tokens.MODEL_COPIES, useValue: {} },
    { provide: tokens.SHOWN_FACTS, useValue: { listen: () => Promise.resolve(() => undefined) } },
    { provide: tokens.SAVED_VIEWS, useFactory: () => savedViewStore(stage.documents) },
    { provide: tokens.USER_TOKENS, useValue: { list: () => Promise.resolve([]) } },
    {
      provide: tokens.TOKENS,
      useValue: {
        create: (_: Actor, { label }: { label: string }) => {
          made.set(id(800 + made.size), { label });
          return Promise.resolve({ id: id(800), label, secret: 'shown once' });
        },
        list: () => Promise.resolve([...made].map(([token, { label }]) => ({ id: token, label }))),
        revoke: (_: Actor, token: string) => Promise.resolve(made.delete(token)),
      },
    },
  ];
}

function readModels(stage: Omit<Stage, 'app'>): ReadModels {
  const { documents, status } = stage;
  return {
    get: documents.get.bind(documents),
    getMany: documents.getMany.bind(documents),
    find: documents.find.bind(documents),
    count: documents.count.bind(documents),
    status: () => Promise.resolve(status),
    waitFor: () => stage.waiting(),
  };
}

function countingIds() {
  let last = 9000;
  return { next: () => id((last += 1)) };
}

/** Who holds which address. */
export function memoryEmails() {
  const holders = new Map<string, string>();
  return {
    holders,
    idOf: (email: string, within: string): string => v5(`${within} ${email.toLowerCase()}`, v5.URL),
    claim(spelling: string, target: string): Promise<boolean> {
      const email = spelling.toLowerCase();
      const holder = holders.get(email);
      if (holder !== undefined && holder !== target)
        return Promise.reject(new DomainError('already-exists', 'This value is in use elsewhere.'));
      holders.set(email, target);
      return Promise.resolve(holder === undefined);
    },
    release(spelling: string, target: string): Promise<void> {
      const email = spelling.toLowerCase();
      if (holders.get(email) === target) holders.delete(email);
      return Promise.resolve();
    },
  };
}
