import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { Users } from './access';
import { append, batchAppend, deleteStream, tombstoneStream } from './appending';
import { EventLog } from './event-log';
import { Faults } from './faults';
import { supportedMethods } from './methods';
import { read } from './reading';

export interface Parts {
  readonly log: EventLog;
  readonly faults: Faults;
  readonly users: Users;
}

export interface TestServerOptions {
  /** Events of an earlier server, to be served again. */
  readonly log?: EventLog;
  /** Default: any free port. */
  readonly port?: number;
  readonly version?: string;
  /** If set, the server uses TLS and admits only these users. */
  readonly users?: Readonly<Record<string, string>>;
}

export interface TestServer {
  readonly port: number;
  /** Connection string without a user. */
  readonly url: string;
  readonly log: EventLog;
  readonly faults: Faults;
  /** Cuts every connection, like a killed process. */
  stop(): void;
  /** Restarts on the same port with the same log. */
  start(): Promise<void>;
}

const tls = join(__dirname, 'tls');
/** File for `tlsCAFile`. */
export const certificateAuthority = join(tls, 'ca.pem');

/**
 * A server with the protocol of EventStoreDB 23.10 and an in-memory log, for tests only. It answers as recorded in
 * test/data/eventstoredb.
 */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { version = '23.10.7', users = null } = options;
  const parts: Parts = { log: options.log ?? new EventLog(), faults: new Faults(), users };
  let server = await serve(parts, version, options.port ?? 0);
  const { port } = server;
  return {
    port,
    url: `esdb://127.0.0.1:${port}?tls=${String(users !== null)}`,
    ...{ log: parts.log, faults: parts.faults },
    stop: () => server.server.forceShutdown(),
    start: async () => void (server = await serve(parts, version, port)),
  };
}

async function serve(parts: Parts, version: string, port: number): Promise<{ server: Server; port: number }> {
  const server = new Server({ 'grpc.max_receive_message_length': 32 * 1024 * 1024 });
  const streams = {
    read: read(parts),
    append: append(parts),
    batchAppend: batchAppend(parts),
    delete: deleteStream(parts),
    tombstone: tombstoneStream(parts),
  };
  server.addService(StreamsService, streams);
  server.addService(ServerFeaturesService, {
    getSupportedMethods: (_call: unknown, answer: (error: null, methods: unknown) => void) =>
      void parts.faults.turn().then(() => answer(null, supportedMethods(version))),
  });
  const bound = await promisify(server.bindAsync.bind(server))(`127.0.0.1:${port}`, credentials(parts.users));
  return { server, port: bound };
}

function credentials(users: Users): ServerCredentials {
  if (users === null) return ServerCredentials.createInsecure();
  const [key, certificate] = ['server.key', 'server.pem'].map((file) => readFileSync(join(tls, file)));
  return ServerCredentials.createSsl(null, [{ private_key: key as Buffer, cert_chain: certificate as Buffer }]);
}
