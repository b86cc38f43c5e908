// The dependency rules D1–D7 of docs/architecture.md. D8–D10 are lint rules (eslint.config.mjs). test/architecture.spec.ts runs this
// cruise, and test/house/dependency-rules.spec.ts shows for every rule a module that it refuses.

/** One driver, one home: what may be imported where, and nowhere else. */
const drivers = [
  ['better-sqlite3', '^src/.*sqlite'],
  ['@eventstore/', '^src/adapters/eventstore/eventstoredb/'],
  ['mongodb', '^src/adapters/(documents/mongo/|files/gridfs\\.)'],
  ['puppeteer', '^src/adapters/export/browser-pool\\.ts$'],
  ['sharp', '^src/adapters/export/pictures\\.ts$'],
  ['file-type', '^src/adapters/desk/files/media-type\\.ts$'],
  ['nodemailer', '^src/adapters/mail/smtp\\.mailer\\.ts$'],
  ['cli-progress', '^src/adapters/cli/'],
  ['csv-parse', '^src/adapters/import/'],
  ['prom-client', '^src/adapters/ops/'],
  ['pino', '^src/adapters/(system|ops)/'],
  ['yazl', '^src/adapters/(backup/archive-writer|export/zip|pages/exports/xlsx)\\.ts$'],
  ['yauzl', '^src/adapters/backup/archive-reader\\.ts$'],
];

const home = ([driver, allowed]) => ({
  name: `drivers-stay-home/${driver.replace(/\W+$/, '')}`,
  severity: 'error',
  comment: `D5: only ${allowed} may import ${driver}, so that it can be replaced by writing one file.`,
  from: { path: '^src/', pathNot: allowed },
  to: { path: `^(node_modules/|node_modules/@types/)?${driver}` },
});

/** What every adapter may know of another: its ports, the messages of the bus, the storage form of a fact and of what replaces it, one way to a server. */
const shared = [
  '[./](ports?|module)\\.ts$',
  '^src/adapters/cqrs/execute-(command|query)\\.ts$',
  '^src/adapters/eventstore/(errors|codec|canonical|settlements)\\.ts$',
  '^src/adapters/documents/mongo/(connection|errors)\\.ts$',
];

/** The few that stand on others, from the use cases outwards. */
const standsOn = {
  desk: ['cqrs', 'world'],
  'first-start': ['desk', 'world'],
  reactors: ['desk', 'privacy'],
  web: ['desk'],
  rest: ['desk', 'web'],
  pages: ['desk', 'web'],
};

const gossip = (from, others) => ({
  name: 'adapters-do-not-gossip',
  severity: 'error',
  comment:
    'D6: adapters meet through ports, modules and the messages of the bus; use cases (desk) stand on cqrs and world, faces on desk.',
  from: { path: from, pathNot: '\\.module\\.ts$' },
  to: {
    path: '^src/adapters/',
    pathNot: ['^src/adapters/$1/', ...others.map((other) => `^src/adapters/${other}/`), ...shared],
  },
});

const adapterRules = [
  gossip(`^src/adapters/(?!(?:${Object.keys(standsOn).join('|')})/)([^/]+)/`, []),
  ...Object.entries(standsOn).map(([folder, others]) => gossip(`^src/adapters/(${folder})/`, others)),
];

module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'D1: the domain imports nothing but the domain: no npm package, no node: module, not even a type.',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'kernel-knows-no-aggregate',
      severity: 'error',
      comment: 'D3: the kernel imports nothing but itself, not even a type: every aggregate stands on it.',
      from: { path: '^src/domain/kernel/' },
      to: { path: '^src/domain/', pathNot: '^src/domain/kernel/' },
    },
    {
      name: 'projections-see-domain-only',
      severity: 'error',
      comment: 'D2: a read model is a pure fold over facts.',
      from: { path: '^src/projections/' },
      to: { pathNot: '^src/(projections|domain)/' },
    },
    {
      name: 'aggregates-are-islands',
      severity: 'error',
      comment:
        'D3: an aggregate knows the kernel and the shared words of people, never how another decides or evolves. Types are free.',
      from: { path: '^src/domain/([^/]+)/', pathNot: '^src/domain/process/' },
      to: {
        path: '^src/domain/',
        pathNot: ['^src/domain/$1/', '^src/domain/kernel/', '^src/domain/people/(permission|rights|actor|views|reach)\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'nest-at-the-edge',
      severity: 'error',
      comment: 'D4: Nest is an adapter. Only adapters and the composition root (src/compose) know it.',
      from: { path: '^src/.*/', pathNot: '^src/(adapters|compose)/' },
      to: { path: '^(node_modules/)?@nestjs/' },
    },
    ...drivers.map(home),
    ...adapterRules,
    {
      name: 'only-the-root-composes',
      severity: 'error',
      comment: 'D6: adapters are wired in src/compose, and nothing reaches back into the wiring.',
      from: { path: '^src/(domain|projections|adapters)/' },
      to: { path: '^src/([^/]+\\.ts$|compose/|operations/)' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'D7: nothing goes round in a circle, not even types: what is read first needs nothing that is read later.',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'D7: a module nobody imports is dead, unless it is started by itself.',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: ['\\.d\\.ts$', '^src/[^/]+\\.ts$', '^src/compose/projections\\.thread\\.ts$', '^src/adapters/pages/assets/js/'],
      },
      to: {},
    },
    {
      name: 'not-to-dev-dependencies',
      severity: 'error',
      comment: 'D7: what runs must not need what only builds or tests. (Types vanish at build time.)',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'not-to-undeclared',
      severity: 'error',
      comment: 'D7: an import that cannot be found, or a package that package.json does not name, works here only by luck.',
      from: { path: '^(src|test|bench)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'not-to-specs',
      severity: 'error',
      comment: 'D7: a spec is run, never imported.',
      from: {},
      to: { path: '\\.spec\\.ts$' },
    },
    {
      name: 'src-needs-no-tests',
      severity: 'error',
      comment: 'D7: what runs does not know that it is tested or measured.',
      from: { path: '^src/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Its types are generated when it is tried.
    exclude: { path: '^test/client/' },
    tsPreCompilationDeps: true,
    // bench/ has a package.json of its own, for the peers it measures against.
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['node', 'require', 'default', 'types'] },
  },
};
