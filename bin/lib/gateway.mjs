/** What the gateway consists of. A web app joins by one more row. */
const API_MAIN = 'api/dist/main.js';

/**
 * `port` names the variable and its default; `ready` is the path that answers 2xx once the process can work.
 * A row may add `env`, and `cwd` when the script is not run from the project's folder.
 */
export const PROCESSES = [
  {
    name: 'api',
    title: 'API',
    script: API_MAIN,
    args: ['server'],
    port: { variable: 'PORT', standard: 8000 },
    ready: '/health/ready',
  },
  { name: 'worker', title: 'Worker', script: API_MAIN, args: ['worker'] },
];

export const MIGRATE = [API_MAIN, 'migrate'];

export const portOf = ({ port }, env) => Number(env[port.variable] || port.standard);

/** Where a process that listens can be reached from this machine. */
export const hostOf = ({ HOST }) => (!HOST || HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST);

/** As the API reads it: a demo unless this is production or DEMO says otherwise. */
export const isDemo = (env) => (env.DEMO ? env.DEMO.toLowerCase() === 'true' : env.NODE_ENV !== 'production');

/** What to read once everything is up. `rows` are [name, address, pid]. */
export function welcome({ api, rows, demo, table }) {
  const lines = ['', 'The payment gateway is running. Ctrl-C stops it.', '', table(rows), ''];
  if (!demo) return lines.join('\n');
  const order = JSON.stringify({ amount: 50000, currency: 'INR', receipt: 'receipt_1' });
  return [
    ...lines,
    table([
      ['Test key', 'key_test_abc123'],
      ['Test secret', 'secret_test_xyz789'],
    ]),
    '',
    'A first order, to paste into another terminal:',
    '',
    `  curl -s ${api}/api/v1/orders \\`,
    `    -H 'X-Api-Key: key_test_abc123' -H 'X-Api-Secret: secret_test_xyz789' \\`,
    `    -H 'Content-Type: application/json' -H 'Idempotency-Key: first-order' \\`,
    `    -d '${order}'`,
    '',
  ].join('\n');
}
