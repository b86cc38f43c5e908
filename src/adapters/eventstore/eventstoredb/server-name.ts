import { createRequire } from 'node:module';
import { isIP } from 'node:net';

interface Connector {
  readonly connectionOptions?: { servername?: string };
}
interface SecureCredentials {
  _createSecureConnector: (this: SecureCredentials, ...target: unknown[]) => Connector;
}
interface Grpc {
  readonly credentials: { createSsl(): SecureCredentials };
}

let isDone = false;

/**
 * gRPC sends an IP address as the name of the server, which RFC 6066 forbids and Node warns of (DEP0123,
 * https://github.com/grpc/grpc-node/issues/1919). Without a name Node checks the certificate against the address it connects to.
 */
export function nameNoAddresses(): void {
  if (isDone) return;
  isDone = true;
  const grpc = createRequire(require.resolve('@eventstore/db-client'))('@grpc/grpc-js') as Grpc;
  const secure = Object.getPrototypeOf(grpc.credentials.createSsl()) as SecureCredentials;
  const create = secure._createSecureConnector;
  secure._createSecureConnector = function (...target) {
    const connector = create.apply(this, target);
    const { connectionOptions } = connector;
    if (isIP(connectionOptions?.servername ?? '') > 0) delete connectionOptions?.servername;
    return connector;
  };
}
