/** Who may import whom in the web apps: rules for .dependency-cruiser.cjs. */

/**
 * The rooms of the dashboard: `app` (routes) imports features, which import `ui` (primitives without a domain) and `lib`.
 * The table holds the features that each feature may import.
 */
const FEATURE_IMPORTS = {
  account: [],
  connections: [],
  routing: ['connections'],
  customers: ['orders', 'payments'],
  docs: ['keys'],
  events: [],
  keys: [],
  live: [],
  logs: [],
  navigation: [],
  orders: ['payments', 'timeline'],
  overview: ['payments'],
  'payment-links': ['payments'],
  payments: ['timeline'],
  queues: [],
  refunds: ['timeline'],
  settings: ['account'],
  team: [],
  timeline: ['events'],
  views: [],
  webhooks: ['events'],
};
const DASHBOARD = '^web-dashboard/src/';
const FEATURES = `${DASHBOARD}features/`;
const SHARED_ROOMS = `${DASHBOARD}(ui|lib)/`;
const features = (names) => `${FEATURES}(${names.join('|')})/`;

module.exports = [
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
