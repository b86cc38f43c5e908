/* eslint-disable @typescript-eslint/no-require-imports */
/* global require */
// Jest gives each suite a world of its own, whose Array and Error are not those of Node and whose globals are looked up through a proxy. We
// mock nothing and change no global, so all suites of a worker live in Node's own: twice as fast, and `instanceof` holds everywhere.
const hooks = require('node:async_hooks');
const { ModuleMocker } = require('jest-mock');

/** What jest itself changes for a suite, or we do, though it is not new. */
const borrowed = [
  [globalThis, 'console'],
  [hooks, 'AsyncLocalStorage'],
  [process, 'exit'],
  [process, 'getBuiltinModule'],
  [Error, 'prepareStackTrace'],
];

const ofSuites = new Set(['EVENT_HANDLERS', 'JEST_STATE_SYMBOL']);
/** What jest keeps of a suite, which the next one would take for its own. Everything else may be a package's, which stays loaded. */
function forgetSuite() {
  for (const key of Object.getOwnPropertySymbols(globalThis))
    if (ofSuites.has(key.description)) Reflect.deleteProperty(globalThis, key);
}

/**
 * A storage in use is looked up for every promise of the process, forever, and jest-circus makes one for each suite: after a hundred
 * suites most of the time went there. So those that a suite made are disabled with it; whoever lives longer enables its own by using it.
 */
function noteStorages() {
  const noted = new Set();
  const { AsyncLocalStorage } = hooks;
  hooks.AsyncLocalStorage = class extends AsyncLocalStorage {
    constructor(...options) {
      super(...options);
      noted.add(this);
    }
  };
  return noted;
}

class NodesOwn {
  constructor() {
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = null;
    forgetSuite();
    this.lent = borrowed.map(([owner, name]) => [owner, name, Object.getOwnPropertyDescriptor(owner, name)]);
    this.storages = noteStorages();
  }

  async setup() {}

  async teardown() {
    forgetSuite();
    for (const storage of this.storages) storage.disable();
    for (const [owner, name, descriptor] of this.lent) {
      if (descriptor === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, descriptor);
    }
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return globalThis;
  }
}

module.exports = NodesOwn;
