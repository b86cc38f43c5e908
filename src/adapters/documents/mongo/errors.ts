import { OutcomeUncertain, StoreRefused, StoreUnavailable } from '../../eventstore/errors';

/** Common fields of the driver's errors. They are recognised by name, because the driver is loaded only when used. */
interface DriverError extends Error {
  readonly code?: unknown;
  readonly errorLabels?: readonly string[];
}

export const duplicateKey = 11_000;

const refusals: Readonly<Record<string, string>> = {
  18: 'MongoDB does not know this user and password. Check both, and authSource, in MONGODB_URL',
  13: 'MongoDB does not allow this user what Docket does. Grant it the roles readWrite and dbAdmin on the databases of Docket',
  8000: 'MongoDB does not let this user in. Check user and password in MONGODB_URL',
  MongoCompatibilityError: 'this version of MongoDB is not supported. Docket needs MongoDB 4.4 or later (wire version 9)',
  MongoParseError: 'MONGODB_URL is not a connection string of MongoDB (mongodb://host:27017/name)',
  MongoMissingCredentialsError: 'MONGODB_URL names a way to log in, but no user and password for it',
};

/** Nothing was sent, or the server reported that it did nothing. */
const nothingDone = new Set([
  'MongoServerSelectionError',
  'MongoWaitQueueTimeoutError',
  'MongoTopologyClosedError',
  'MongoNotConnectedError',
]);
const mistakes = new Set(['MongoInvalidArgumentError', 'MongoAPIError', 'BSONError', 'BSONVersionError']);

/** Translates errors of the driver to errors of the port, with the original as `cause`. Other errors pass unchanged. */
export function storeError(error: unknown, doing: 'read' | 'write'): unknown {
  if (!isDriverError(error) || mistakes.has(error.name)) return error;
  const root = rootOf(error);
  const refusal = refusals[String(root.code)] ?? refusals[root.name];
  if (refusal !== undefined) return new StoreRefused(`${refusal} (${root.message})`, { cause: error });
  if (doing === 'read' || nothingDone.has(error.name))
    return new StoreUnavailable(`MongoDB does not answer: ${root.message}. Check that it runs and that MONGODB_URL names it`, {
      cause: error,
    });
  return new OutcomeUncertain(`MongoDB did not say whether it wrote: ${root.message}`, { cause: error });
}

export function isDuplicateKey(error: unknown): boolean {
  return isDriverError(error) && error.code === duplicateKey;
}

function isDriverError(error: unknown): error is DriverError {
  return error instanceof Error && /^(Mongo|BSON)/.test(error.name);
}

/** An error of server selection hides its cause, so takes the last error of a server that was tried. */
function rootOf(error: DriverError): DriverError {
  const { reason } = error as { reason?: { servers?: ReadonlyMap<string, { readonly error: DriverError | null }> } };
  const [first] = [...(reason?.servers?.values() ?? [])].flatMap((server) => server.error ?? []);
  return first ?? error;
}
