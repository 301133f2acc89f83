/** The HTTP server in front of Next, for both web apps: it rejects requests that Next would misread, and sets time limits. */
import { createServer, STATUS_CODES } from 'node:http';
import { headersRefusal, isFlight, isForeign, nameOwnOrigin, removeInternalHeaders } from './request-headers.mjs';
import { checkTarget } from './request-target.mjs';

/** GET and HEAD for pages, POST for forms and server actions. */
const METHODS = ['GET', 'HEAD', 'POST'];
/** From the first byte of a request to its last. A form is a few kB, 64 kB at the most. */
const REQUEST_TIMEOUT_MS = 15_000;
const TIMEOUT_CHECK_MS = 1_000;
/** Default headers of every response, which the app may replace: it may not be framed and may load nothing. */
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
 * `handle(request, response)` serves accepted requests. `isTrusted(address)`: whether forwarding headers from this address
 * are accepted. `isOwn(origin)`: whether a target in absolute form names this server.
 */
export function createFrontServer({ handle, isTrusted, isOwn }) {
  const options = {
    headersTimeout: REQUEST_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    requireHostHeader: false, // checked below, so that the error has the usual headers
  };
  const server = createServer(options, (request, response) => {
    addStandardHeaders(response);
    const { refusal, target } = check(request, isOwn);
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

function check(request, isOwn) {
  if (!METHODS.includes(request.method)) return { refusal: methodRefusal(request.method) };
  const refusal = headersRefusal(request);
  return refusal ? { refusal } : checkTarget(request.url, { isFlight: isFlight(request.headers), isOwn });
}

const methodRefusal = (method) => ({
  status: 405,
  text: `The method ${method} is not allowed. Use ${METHODS.join(', ')}.`,
  headers: { Allow: METHODS.join(', ') },
});

/** Added when the headers are written: Next does not replace a header that is already set. */
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

/** Keeps the connection open: otherwise a client that is still sending its body would not receive the response. */
function refuse(request, response, refusal) {
  response.writeHead(refusal.status, headersOf(refusal));
  response.end(request.method === 'HEAD' ? undefined : refusal.text);
}

/** As `refuse`, for errors without a response object. */
function end(socket, refusal) {
  const headers = { ...STANDARD_HEADERS, ...headersOf(refusal), Connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`, ...lines].join('\r\n');
  socket.end(`${head}\r\n\r\n${refusal.text}`, () => socket.destroy());
}
