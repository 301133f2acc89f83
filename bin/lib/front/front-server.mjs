/** The HTTP server in front of Next, for both web apps: it refuses what Next would misread, and bounds what it may hold. */
import { createServer, STATUS_CODES } from 'node:http';
import { headersRefusal, isFlight, isForeign, nameOwnOrigin, removeInternalHeaders } from './request-headers.mjs';
import { judgeTarget } from './request-target.mjs';

/** Pages are read, forms and server actions are posted. */
const METHODS = ['GET', 'HEAD', 'POST'];
/** From the first byte of a request to its last. A form is a few kB, 64 kB at the most. */
const REQUEST_TIMEOUT_MS = 15_000;
const TIMEOUT_CHECK_MS = 1_000;
/** What each response carries unless the app says otherwise: nothing may frame it, and it may load nothing. */
const STANDARD_HEADERS = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
const FOREIGN = { status: 403, text: 'The form was sent from another site. Open the page itself and try again.' };
const UNREADABLE = {
  HPE_HEADER_OVERFLOW: { status: 431, text: 'The request headers are too large. Clear the cookies of this site.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, text: 'The request did not arrive in time. Send it again.' },
};

/**
 * `handle(request, response)` serves what was not refused. `isTrusted(address)` judges whose forwarding headers count,
 * `isOwn(origin)` the origin of a target in absolute form.
 */
export function createFrontServer({ handle, isTrusted, isOwn }) {
  const options = {
    headersTimeout: REQUEST_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    requireHostHeader: false, // refused below, with the headers of every other refusal
  };
  const server = createServer(options, (request, response) => {
    addStandardHeaders(response);
    const { refusal, target } = judge(request, isOwn);
    if (refusal) return refuse(request, response, refusal);
    request.url = target;
    removeInternalHeaders(request.headers, isTrusted(request.socket.remoteAddress));
    nameOwnOrigin(request.headers);
    if (isForeign(request)) return refuse(request, response, FOREIGN);
    handle(request, response);
  });
  server.on('connect', (_request, socket) => end(socket, methodRefusal('CONNECT')));
  server.on('clientError', (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) return socket.destroy();
    end(socket, UNREADABLE[error.code] ?? { status: 400, text: 'The request is not valid HTTP.' });
  });
  return server;
}

function judge(request, isOwn) {
  if (!METHODS.includes(request.method)) return { refusal: methodRefusal(request.method) };
  const refusal = headersRefusal(request);
  return refusal ? { refusal } : judgeTarget(request.url, { isFlight: isFlight(request.headers), isOwn });
}

const methodRefusal = (method) => ({
  status: 405,
  text: `The method ${method} is not allowed. Use ${METHODS.join(', ')}.`,
  headers: { Allow: METHODS.join(', ') },
});

/** When the headers go out: Next does not replace a header that a route handler finds set. */
function addStandardHeaders(response) {
  const { writeHead } = response;
  response.writeHead = (...given) => {
    for (const [name, value] of Object.entries(STANDARD_HEADERS))
      if (!response.hasHeader(name)) response.setHeader(name, value);
    return writeHead.apply(response, given);
  };
}

const headersOf = ({ text, headers }) => ({
  'Content-Type': 'text/plain; charset=utf-8',
  'Content-Length': Buffer.byteLength(text),
  'Cache-Control': 'no-store',
  ...headers,
});

/** The connection stays open: a caller that is still sending its body would else lose the refusal. */
function refuse(request, response, refusal) {
  response.writeHead(refusal.status, headersOf(refusal));
  response.end(request.method === 'HEAD' ? undefined : refusal.text);
}

/** As `refuse`, where there is no response to write to. */
function end(socket, refusal) {
  const headers = { ...STANDARD_HEADERS, ...headersOf(refusal), Connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`, ...lines].join('\r\n');
  socket.end(`${head}\r\n\r\n${refusal.text}`, () => socket.destroy());
}
