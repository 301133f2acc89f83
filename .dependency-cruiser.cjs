const path = require('node:path');
const webRules = require('./bin/lib/web-import-rules.cjs');

/**
 * Who may import whom, as ARCHITECTURE.md draws it. A wing may import the wings beside it; inside its own wing a domain
 * may import the domains beside it. From another domain only the files that OPEN allows are imported.
 */
const BELOW_ACCOUNTS = ['platform'];
const BELOW_MESSAGING = ['accounts', ...BELOW_ACCOUNTS];
const BELOW_MONEY = ['acquiring', 'messaging', ...BELOW_MESSAGING];
const BELOW_MAINTENANCE = ['money', 'reporting', ...BELOW_MONEY];
const WINGS = {
  platform: [],
  accounts: BELOW_ACCOUNTS,
  messaging: BELOW_MESSAGING,
  acquiring: BELOW_MESSAGING,
  money: BELOW_MONEY,
  reporting: BELOW_MONEY,
  maintenance: BELOW_MAINTENANCE,
  compat: BELOW_MAINTENANCE,
  openapi: BELOW_MAINTENANCE,
  boot: ['openapi', 'maintenance', ...BELOW_MAINTENANCE],
};

const OF_EVERY_ROOM = ['config', 'secrets', 'errors', 'telemetry'];
const DOMAINS = {
  platform: {
    config: [],
    secrets: [],
    errors: ['secrets'],
    telemetry: ['config', 'secrets'],
    validation: OF_EVERY_ROOM,
    http: ['validation', ...OF_EVERY_ROOM],
    database: ['http', ...OF_EVERY_ROOM],
    queue: ['database', ...OF_EVERY_ROOM],
    idempotency: ['database', 'http', ...OF_EVERY_ROOM],
    mail: ['database', ...OF_EVERY_ROOM],
    health: ['database', 'http', 'queue', ...OF_EVERY_ROOM],
    'browser-sdk': ['http', ...OF_EVERY_ROOM],
  },
  accounts: {
    access: [],
    audit: ['access'],
    factors: ['access'],
    merchants: ['access'],
    'api-keys': ['merchants', 'access'],
    users: ['merchants', 'audit', 'factors', 'access'],
    demo: ['users', 'api-keys', 'merchants', 'access'],
    auth: ['users', 'api-keys', 'merchants', 'audit', 'factors', 'access'],
  },
  messaging: { events: [], webhooks: ['events'], mail: ['webhooks'] },
  acquiring: {
    connectors: [],
    'connector-accounts': ['connectors'],
    routing: ['connector-accounts', 'connectors'],
    'simulated-acquirer': ['connectors'],
  },
  money: {
    customers: [],
    orders: ['customers'],
    'payment-links': ['customers', 'orders'],
    payments: ['orders', 'payment-links', 'customers'],
    refunds: ['payments'],
    erasure: ['customers', 'orders', 'payments'],
    receipts: ['orders', 'payments'],
    'acquirer-notifications': ['payments', 'refunds'],
  },
  reporting: { statistics: [], 'request-logs': [], queues: [], 'policy-reports': [] },
  compat: { razorpay: [], stripe: [] },
};

const OWN = '^api/src/';
const within = (folders) => `${OWN}(${folders.join('|')})/`;
const FOLDERS = Object.entries(DOMAINS).flatMap(([wing, domains]) => Object.keys(domains).map((name) => [wing, name]));

/** Open to other domains: service, module, entity, state table, dto, and pure files (no role in the name). */
const OPEN = '/[^/.]+([.](service|module|entity|states|dto))?[.]ts$';
/** And the exported pieces of SQL: the claim, the announcement of an event. */
const OPEN_SQL = FOLDERS.map(([wing, name]) => `${OWN}${wing}/${name}/${name}[.]sql[.]ts$`);

/** Idempotency is a protocol that controllers put on themselves, so its interceptor is its public face. */
const OPEN_PROTOCOL = `${OWN}platform/idempotency/idempotency[.]interceptor[.]ts$`;

/** The platform's technical rooms are libraries: all of their files are open. */
const CLOSED = FOLDERS.filter(
  ([wing, name]) => wing !== 'platform' || ['idempotency', 'health', 'browser-sdk'].includes(name),
);
const closed = CLOSED.map(([wing, name]) => `${wing}/${name}`);

const wingRules = Object.entries(WINGS).map(([wing, below]) => ({
  name: `${wing}-imports`,
  severity: 'error',
  comment: `${wing} may import ${below.join(', ') || 'nothing else of ours'}`,
  from: { path: within([wing]) },
  to: { path: `${OWN}[^/]+/`, pathNot: within([wing, ...below]) },
}));

const domainRules = FOLDERS.map(([wing, name]) => {
  const allowed = DOMAINS[wing][name];
  return {
    name: `${wing}-${name}-imports`,
    severity: 'error',
    comment: `Inside ${wing}, ${name} may import ${allowed.join(', ') || 'nothing'}`,
    from: { path: `${OWN}${wing}/${name}/` },
    to: { path: `${OWN}${wing}/[^/]+/`, pathNot: `${OWN}${wing}/(${[name, ...allowed].join('|')})/` },
  };
});

module.exports = {
  forbidden: [
    ...wingRules,
    ...domainRules,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'open-files-only',
      severity: 'error',
      comment: 'Controllers, processors and queries are private to their domain',
      from: { path: `${OWN}(${closed.join('|')})/` },
      to: { path: within(closed), pathNot: [`${OWN}$1/`, OPEN, ...OPEN_SQL, OPEN_PROTOCOL] },
    },
    {
      name: 'known-folders-only',
      severity: 'error',
      comment: 'A new folder states its imports in the tables above',
      from: {
        path: `${OWN}[^/]+/`,
        pathNot: [
          within(['boot', 'openapi', 'maintenance']),
          `${OWN}platform/[^/]+$`,
          ...FOLDERS.map(([wing, name]) => `${OWN}${wing}/${name}/`),
        ],
      },
      to: {},
    },
    {
      name: 'top-files-are-the-entry',
      severity: 'error',
      comment: 'main.ts and app.module.ts are imported by boot and openapi only',
      from: { path: `${OWN}[^/]+/`, pathNot: within(['boot', 'openapi']) },
      to: { path: `${OWN}[^/]+\\.ts$` },
    },
    {
      name: 'platform-root-stands-alone',
      severity: 'error',
      comment: 'Clock, ids, currency and the like import no room',
      from: { path: `${OWN}platform/[^/]+$`, pathNot: '[.]spec[.]ts$' },
      to: { path: `${OWN}[^/]+/[^/]+/` },
    },
    {
      name: 'a-connector-knows-the-platform-only',
      severity: 'error',
      comment: 'A connector imports the platform and the interface of connectors, never a domain or another connector',
      from: { path: `${OWN}acquiring/connectors/([^/]+)/` },
      to: {
        path: OWN,
        pathNot: [
          `${OWN}acquiring/connectors/$1/`,
          `${OWN}acquiring/connectors/(connector|connector-entry|sheet|answered|decline-reasons|deadline|json-client)[.]ts$`,
          within(['platform']),
        ],
      },
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
