/** The processes of the gateway. */
const API_MAIN = 'api/dist/main.js';
const WEB = 'bin/web.mjs';

/**
 * Limits the memory of the processes: V8 collects garbage earlier, and glibc uses two arenas instead of eight per core. The
 * user's NODE_OPTIONS come later and take precedence. The images have the same settings; the API's image has the server's.
 */
const small = (flags) => ({
  NODE_OPTIONS: [flags, process.env.NODE_OPTIONS].filter(Boolean).join(' '),
  MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX || '2',
});
export const SMALL = {
  server: small('--max-semi-space-size=8 --max-old-space-size=768'),
  worker: small('--max-semi-space-size=4 --max-old-space-size=768'),
  acquirer: small('--max-semi-space-size=2 --max-old-space-size=256'),
  web: small('--max-semi-space-size=2 --max-old-space-size=512'),
};

/**
 * `port` names the variable and its default; `ready` is the path that answers 2xx once the process can work.
 * A row may add `env`, `host` (the variable of its address, if it is not HOST), and `cwd` when the script is not run from the project's folder.
 */
export const PROCESSES = [
  {
    name: 'api',
    title: 'API',
    script: API_MAIN,
    args: ['server'],
    env: SMALL.server,
    port: { variable: 'PORT', standard: 8000 },
    ready: '/health/ready',
  },
  { name: 'worker', title: 'Worker', script: API_MAIN, args: ['worker'], env: SMALL.worker },
  {
    name: 'acquirer',
    title: 'Simulated acquirer',
    script: API_MAIN,
    args: ['acquirer'],
    env: SMALL.acquirer,
    host: 'ACQUIRER_HOST',
    port: { variable: 'ACQUIRER_PORT', standard: 8010 },
    ready: '/health',
  },
  {
    name: 'dashboard',
    title: 'Dashboard',
    script: WEB,
    args: ['web-dashboard', 'DASHBOARD_PORT', '3000'],
    env: SMALL.web,
    port: { variable: 'DASHBOARD_PORT', standard: 3000 },
    ready: '/health',
  },
  {
    name: 'checkout',
    title: 'Checkout',
    script: WEB,
    args: ['web-checkout', 'CHECKOUT_PORT', '3001'],
    env: SMALL.web,
    port: { variable: 'CHECKOUT_PORT', standard: 3001 },
    ready: '/health',
  },
];

export const MIGRATE = [API_MAIN, 'migrate'];

export const portOf = ({ port }, env) => Number(env[port.variable] || port.standard);

/** The address of a listening process, from this machine. */
export function hostOf(env, variable = 'HOST') {
  const host = env[variable];
  return !host || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}

/** The API's rule: a demo run outside production, unless DEMO is set. */
export const isDemo = (env) => (env.DEMO ? env.DEMO.toLowerCase() === 'true' : env.NODE_ENV !== 'production');

const DEMO_KEY = process.env.TEST_API_KEY || 'key_test_abc123';
const DEMO_SECRET = process.env.TEST_API_SECRET || 'secret_test_xyz789';
const DEMO_USER = process.env.TEST_MERCHANT_EMAIL || 'test@example.com';
const DEMO_PASSWORD = process.env.DEMO_PASSWORD || 'demo-password-2026';
const FIRST_ORDER = JSON.stringify({ amount: 50000, currency: 'INR', receipt: 'receipt_1' });

/** Creates an order for trying the checkout; undefined if the demo merchant's key was revoked. */
export async function demoOrder(api) {
  const headers = { 'Content-Type': 'application/json', 'X-Api-Key': DEMO_KEY, 'X-Api-Secret': DEMO_SECRET };
  const response = await fetch(`${api}/api/v1/orders`, { method: 'POST', headers, body: FIRST_ORDER });
  return response.ok ? (await response.json()).id : undefined;
}

/** The text shown once everything is ready. `rows` are [name, address, pid]; `order` is set in demo runs. */
export function welcome({ api, checkout, dashboard, rows, order, table }) {
  const lines = ['', 'The payment gateway is running. Ctrl-C stops it.', '', table(rows), ''];
  if (!order) return lines.join('\n');
  return [
    ...lines,
    'Pay a test order of ₹500.00 in the browser (no money moves):',
    '',
    `  ${checkout}/checkout?order_id=${order}`,
    '',
    'See it in the dashboard:',
    '',
    `  ${dashboard}`,
    '',
    table([
      ['Email', DEMO_USER],
      ['Password', DEMO_PASSWORD],
      ['Test key', DEMO_KEY],
      ['Test secret', DEMO_SECRET],
    ]),
    '',
    'Another order, to paste into another terminal; its id goes into the address above:',
    '',
    `  curl -s ${api}/api/v1/orders \\`,
    `    -H 'X-Api-Key: ${DEMO_KEY}' -H 'X-Api-Secret: ${DEMO_SECRET}' \\`,
    `    -H 'Content-Type: application/json' -H 'Idempotency-Key: first-order' \\`,
    `    -d '${FIRST_ORDER}'`,
    '',
  ].join('\n');
}
