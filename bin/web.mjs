/** Serves a built web app: `node bin/web.mjs web-checkout CHECKOUT_PORT 3001`. */
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { exposureFaults } from '../api/dist/modules/platform/config/exposure.js';
import { shareConnections } from './lib/api-connections.mjs';
import { createFrontServer } from './lib/front/front-server.mjs';
import { hostOf, isDemo } from './lib/gateway.mjs';
import { inRoot } from './lib/project.mjs';

const [folder, variable, standard] = process.argv.slice(2);
const port = Number(process.env[variable] || standard);
const hostname = process.env.HOST || '127.0.0.1';
const CLOSE_TIMEOUT_MS = 5_000;

const proxies = (process.env.TRUSTED_PROXIES || '127.0.0.1,::1')
  .split(',')
  .map((one) => one.trim())
  .filter(Boolean);
refuseExposure();

// Next runs in production mode, so DEMO must be set first: its default depends on NODE_ENV.
process.env.DEMO = String(isDemo(process.env));
process.env.NODE_ENV = 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';

const fromApp = createRequire(inRoot(folder, 'package.json'));
const next = fromApp('next');
const proxyAddress = fromApp('@fastify/proxy-addr');
shareConnections(fromApp('undici'));

const trust = proxyAddress.compile(proxies);
// Next's log of an error may quote a shopper's input.
const { maskCardNumbers } = fromApp('@payment-gateway/sdk/card-text');
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = (text, ...rest) => write(typeof text === 'string' ? maskCardNumbers(text) : text, ...rest);
}

const ownOrigins = ['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${port}`);
const publicUrl = process.env[`PUBLIC_${variable.replace(/_PORT$/, '_URL')}`];
if (publicUrl) ownOrigins.push(new URL(publicUrl).origin);

const app = next({
  dev: false,
  dir: inRoot(folder),
  hostname: hostOf(process.env),
  port,
  // Next listens for upgrades on the server that it is given. This one is unused, so that a request with an Upgrade
  // header is checked like every other.
  httpServer: createServer(),
});
await app.prepare();
const handleByNext = app.getRequestHandler();

const server = createFrontServer({
  isOwn: (origin) => ownOrigins.includes(origin),
  isTrusted: (address) => trust(address, 0),
  handle(request, response) {
    // The API trusts this header of ours, so it may only come from a trusted proxy.
    request.headers['x-forwarded-for'] = proxyAddress(request, trust);
    handleByNext(request, response).catch((error) => {
      console.error(error);
      response.destroy();
    });
  },
});
server.listen(port, hostname, () => console.log(`${folder} listens on http://${hostname}:${port}`));

/** Applies the API's rules: a demo run serves this machine only, and only trusted proxies may name the caller. */
function refuseExposure() {
  const { env } = process;
  const faults = exposureFaults({
    demo: isDemo(env),
    HOST: hostname,
    PUBLISHED_ON_LOOPBACK: env.PUBLISHED_ON_LOOPBACK === 'true',
    TRUSTED_PROXIES: proxies,
    PUBLIC_API_URL: env.PUBLIC_API_URL || 'http://localhost:8000',
    PUBLIC_CHECKOUT_URL: env.PUBLIC_CHECKOUT_URL || 'http://localhost:3001',
    PUBLIC_DASHBOARD_URL: env.PUBLIC_DASHBOARD_URL || 'http://localhost:3000',
  });
  if (faults.length === 0) return;
  console.error(`${folder} cannot start with these settings:\n${faults.map((line) => `  - ${line}`).join('\n')}`);
  process.exit(1);
}

/** Finishes open requests; connections that are still open after CLOSE_TIMEOUT_MS, such as streams, are closed. */
function stop() {
  server.close(() => process.exit(0));
  setInterval(() => server.closeIdleConnections(), 100).unref();
  setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS).unref();
}
process.once('SIGTERM', stop).once('SIGINT', stop);
if (process.connected) process.once('disconnect', stop); // the launcher has exited
