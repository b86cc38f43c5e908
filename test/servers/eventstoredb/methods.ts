import * as features from '@eventstore/db-client/generated/serverfeatures_pb';

const methods: readonly (readonly [service: string, method: string, features: readonly string[]])[] = [
  ['streams.streams', 'read', ['position', 'events']],
  ['streams.streams', 'append', []],
  ['streams.streams', 'delete', []],
  ['streams.streams', 'tombstone', []],
  ['streams.streams', 'batchappend', ['deadline_duration']],
  ['gossip.gossip', 'read', []],
  ['server_features.serverfeatures', 'getsupportedmethods', []],
];

/** Capabilities of this server in EventStoreDB's terms. */
export function supportedMethods(version: string): features.SupportedMethods {
  const list = methods.map(([service, method, names]) =>
    new features.SupportedMethod()
      .setServiceName(`event_store.client.${service}`)
      .setMethodName(method)
      .setFeaturesList([...names]),
  );
  return new features.SupportedMethods().setEventStoreServerVersion(version).setMethodsList(list);
}
