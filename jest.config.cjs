const shared = {
  testEnvironment: '<rootDir>/test/jest/environment.cjs',
  runtime: '<rootDir>/test/jest/runtime.cjs',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2023',
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
};

const onServers = { ...shared, globalSetup: '<rootDir>/test/servers/containers.setup.ts' };

/**
 * unit: pure and in memory, seconds. contract: one suite per port, every adapter. e2e: the whole product over HTTP and scripts.
 * browser: the built product in Chromium, on one server for all suites. servers: what takes minutes, for `npm run test:servers` alone. architecture: the dependency rules, the house rules and what is
 * generated from code. `onServers`: Docker is asked first.
 */
module.exports = {
  // Of one test or hook, for hangs alone (CONTRIBUTING.md, Tests): nothing else in here limits time, and a machine may be slow.
  testTimeout: 300_000,
  testSequencer: '<rootDir>/test/slowest-first.mjs',
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/{domain,projections,adapters,docker}/**/*.spec.ts'] },
    { ...onServers, displayName: 'contract', testMatch: ['<rootDir>/test/{contracts,crash}/**/*.spec.ts'] },
    {
      ...shared,
      displayName: 'architecture',
      testMatch: ['<rootDir>/test/architecture.spec.ts', '<rootDir>/test/house/**/*.spec.ts'],
    },
    { ...onServers, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'] },
    {
      ...shared,
      displayName: 'browser',
      testMatch: ['<rootDir>/test/browser/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/browser/stage.setup.ts',
      globalTeardown: '<rootDir>/test/browser/stage.teardown.ts',
    },
    { ...onServers, displayName: 'servers', testMatch: ['<rootDir>/test/servers/**/*.spec.ts'] },
  ],
};
