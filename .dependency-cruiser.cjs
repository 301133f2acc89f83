const path = require('node:path');

/**
 * Who may import whom, as ARCHITECTURE.md draws it. The table is the rule: a domain may import what stands beside it,
 * and of another domain only the files that OPEN allows.
 */
const TECHNICAL = ['config', 'database', 'queue', 'telemetry', 'common'];
const GIVEN_TO_ALL = ['access', 'merchants', 'idempotency', ...TECHNICAL];

const MAY_IMPORT = {
  sweeper: [
    'orders',
    'payments',
    'refunds',
    'webhooks',
    'auth',
    'users',
    'idempotency',
    'reports',
    'audit',
    ...GIVEN_TO_ALL,
  ],
  refunds: ['payments', 'connectors', 'events', ...GIVEN_TO_ALL],
  payments: ['orders', 'connectors', 'events', ...GIVEN_TO_ALL],
  orders: ['events', ...GIVEN_TO_ALL],
  webhooks: ['events', 'audit', ...GIVEN_TO_ALL],
  auth: ['merchants', 'users', 'audit', ...GIVEN_TO_ALL],
  users: ['audit', ...GIVEN_TO_ALL],
  merchants: ['access', 'idempotency', ...TECHNICAL],
  audit: ['access', ...TECHNICAL],
  access: ['common'],
  events: GIVEN_TO_ALL,
  reports: ['access', ...TECHNICAL],
  health: ['access', 'merchants', ...TECHNICAL],
  'browser-sdk': ['access', 'config'],
  idempotency: TECHNICAL,
  connectors: TECHNICAL,
  telemetry: ['config', 'common'],
  queue: ['config', 'common'],
  database: ['config', 'common'],
  common: [],
  config: [],
};

const DOMAINS = Object.keys(MAY_IMPORT).filter((folder) => !TECHNICAL.includes(folder));
const OWN = '^api/src/';
const within = (folders) => `${OWN}(${folders.join('|')})/`;

/** Open to other domains: service, module, entity, state table, dto, and pure files (no role in the name). */
const OPEN = '/[^/.]+([.](service|module|entity|states|dto))?[.]ts$';
/** And the exported pieces of SQL: the claim, the announcement of an event. */
const OPEN_SQL = DOMAINS.map((domain) => `${OWN}${domain}/${domain}[.]sql[.]ts$`);

/** Idempotency is a protocol that controllers put on themselves, so its interceptor is its public face. */
const OPEN_PROTOCOL = `${OWN}idempotency/idempotency[.]interceptor[.]ts$`;

const folderRules = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  severity: 'error',
  comment: `${folder} may import ${allowed.join(', ') || 'nothing of ours'}`,
  from: { path: within([folder]) },
  to: { path: OWN, pathNot: within([folder, ...allowed]) },
}));

/**
 * The rooms of the dashboard: `app` (routes) imports features, which import `ui` (primitives without a domain) and `lib`.
 * The table holds the features that each feature may import.
 */
const FEATURE_IMPORTS = {
  account: [],
  docs: ['keys'],
  events: [],
  keys: [],
  live: [],
  logs: [],
  navigation: [],
  orders: ['payments'],
  overview: [],
  payments: ['events'],
  queues: [],
  refunds: [],
  settings: ['account'],
  team: [],
  webhooks: ['events'],
};
const DASHBOARD = '^web-dashboard/src/';
const FEATURES = `${DASHBOARD}features/`;
const SHARED_ROOMS = `${DASHBOARD}(ui|lib)/`;
const features = (names) => `${FEATURES}(${names.join('|')})/`;

const webRules = [
  {
    name: 'web-apps-import-the-sdk-alone',
    severity: 'error',
    comment: 'A web app knows the SDK as built and sdk/web, which both apps share',
    from: { path: '^web-([^/]+)/src/' },
    to: { path: '^(api|web-[^/]+|sdk/src)/', pathNot: '^web-$1/' },
  },
  {
    name: 'shared-web-imports-the-sdk-alone',
    severity: 'error',
    from: { path: '^sdk/web/' },
    to: { path: '^(api|web-[^/]+|sdk/src)/' },
  },
  {
    name: 'checkout-lib-imports',
    severity: 'error',
    from: { path: '^web-checkout/src/lib/' },
    to: { path: '^web-checkout/src/', pathNot: '^web-checkout/src/lib/' },
  },
  {
    name: 'checkout-components-imports',
    severity: 'error',
    from: { path: '^web-checkout/src/components/' },
    to: { path: '^web-checkout/src/', pathNot: '^web-checkout/src/(components|lib)/' },
  },
  {
    name: 'dashboard-lib-imports',
    severity: 'error',
    from: { path: [`${DASHBOARD}lib/`, `${DASHBOARD}proxy[.]ts$`] },
    to: { path: DASHBOARD, pathNot: `${DASHBOARD}lib/` },
  },
  {
    name: 'dashboard-ui-imports',
    severity: 'error',
    from: { path: `${DASHBOARD}ui/` },
    to: { path: DASHBOARD, pathNot: SHARED_ROOMS },
  },
  ...Object.entries(FEATURE_IMPORTS).map(([feature, allowed]) => ({
    name: `dashboard-${feature}-imports`,
    severity: 'error',
    comment: `${feature} may import ui, lib${allowed.map((name) => `, ${name}`).join('')}`,
    from: { path: features([feature]) },
    to: { path: DASHBOARD, pathNot: [features([feature, ...allowed]), SHARED_ROOMS] },
  })),
  {
    name: 'dashboard-known-features-only',
    severity: 'error',
    comment: 'A new feature states its imports in the table above',
    from: { path: FEATURES, pathNot: features(Object.keys(FEATURE_IMPORTS)) },
    to: {},
  },
  {
    name: 'dashboard-known-rooms-only',
    severity: 'error',
    from: { path: DASHBOARD, pathNot: [`${DASHBOARD}(app|features|ui|lib)/`, `${DASHBOARD}proxy[.]ts$`] },
    to: {},
  },
  {
    name: 'dashboard-app-holds-routes',
    severity: 'error',
    comment: 'Components and actions are in features',
    from: {
      path: `${DASHBOARD}app/`,
      pathNot: '/(page|layout|route|error|loading|not-found)[.]tsx?$',
    },
    to: {},
  },
];

module.exports = {
  forbidden: [
    ...folderRules,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'open-files-only',
      severity: 'error',
      comment: 'Controllers, processors and queries of another domain are its own business',
      from: { path: `${OWN}(${DOMAINS.join('|')})/` },
      to: { path: within(DOMAINS), pathNot: [`${OWN}$1/`, OPEN, ...OPEN_SQL, OPEN_PROTOCOL] },
    },
    {
      name: 'known-folders-only',
      severity: 'error',
      comment: 'A new folder states its imports in the table above',
      from: { path: `${OWN}[^/]+/`, pathNot: within(Object.keys(MAY_IMPORT)) },
      to: {},
    },
    {
      name: 'nobody-imports-the-top',
      severity: 'error',
      from: { path: `${OWN}[^/]+/` },
      to: { path: `${OWN}[^/]+\\.ts$` },
    },
    {
      name: 'main-starts-the-app',
      severity: 'error',
      comment:
        'main.ts and roles.ts know the app, the technical folders the sweeper it starts and the signs of life, no other domain',
      from: { path: `${OWN}(main|roles)\\.ts$` },
      to: { path: within(DOMAINS.filter((domain) => !['sweeper', 'health'].includes(domain))) },
    },
    {
      name: 'sdk-stands-alone',
      severity: 'error',
      comment: 'The SDK knows the API by openapi.yml alone, and depends on nothing at all',
      from: { path: '^sdk/src/' },
      to: { pathNot: '^sdk/src/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'browser-sdk-in-browsers',
      severity: 'error',
      from: { path: '^sdk/src/(browser|frame-messages|validators)' },
      to: { dependencyTypes: ['core'] },
    },
    ...webRules,
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      comment: 'What the delivered code imports is a dependency of api/package.json',
      from: { path: OWN, pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: path.join(__dirname, 'api/tsconfig.json') },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
