/** Serves one of the web apps as it was built: `node bin/web.mjs web-checkout CHECKOUT_PORT 3001`. */
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { shareConnections } from './lib/api-connections.mjs';
import { hostOf, isDemo } from './lib/gateway.mjs';
import { inRoot } from './lib/project.mjs';

const [folder, variable, standard] = process.argv.slice(2);
const port = Number(process.env[variable] || standard);
const hostname = process.env.HOST || '127.0.0.1';
const PATIENCE = 5_000;

// Next is run as built, which says nothing about whether this is a demo.
process.env.DEMO = String(isDemo(process.env));
process.env.NODE_ENV = 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';

const fromApp = createRequire(inRoot(folder, 'package.json'));
const next = fromApp('next');
const proxyAddress = fromApp('@fastify/proxy-addr');
shareConnections(fromApp('undici'));

// What Next logs of an error may quote what a shopper typed.
const { maskCardNumbers } = fromApp('@payment-gateway/sdk/card-text');
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = (text, ...rest) => write(typeof text === 'string' ? maskCardNumbers(text) : text, ...rest);
}

const proxies = (process.env.TRUSTED_PROXIES || '127.0.0.1,::1').split(',').map((one) => one.trim());
const trust = proxyAddress.compile(proxies.filter(Boolean));

const app = next({ dev: false, dir: inRoot(folder), hostname: hostOf(process.env), port });
await app.prepare();
const handle = app.getRequestHandler();

const server = createServer((request, response) => {
  // The API believes what we say of the caller, so only a proxy that we trust may tell us.
  request.headers['x-forwarded-for'] = proxyAddress(request, trust);
  ownOrigin(request);
  handle(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
});
server.listen(port, hostname, () => console.log(`${folder} listens on http://${hostname}:${port}`));

/**
 * A page with `Referrer-Policy: no-referrer` posts its forms with `Origin: null`, which Next takes for a forgery. The
 * browser says itself where the form was: another site cannot set this header.
 */
function ownOrigin({ headers }) {
  if (headers.origin !== 'null' || headers['sec-fetch-site'] !== 'same-origin') return;
  headers.origin = `http://${headers['x-forwarded-host'] ?? headers.host}`;
}

/** Answers what is in hand; a stream that nobody ends is cut when patience is over. */
function stop() {
  server.close(() => process.exit(0));
  setInterval(() => server.closeIdleConnections(), 100).unref();
  setTimeout(() => server.closeAllConnections(), PATIENCE).unref();
}
process.once('SIGTERM', stop).once('SIGINT', stop);
if (process.connected) process.once('disconnect', stop); // the launcher is gone
