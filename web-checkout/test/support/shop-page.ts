import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll } from '@jest/globals';
import type { Watched } from './browser.js';

/** Serves a page at its own origin, until the surrounding tests end. */
export function shopPages(): (html: () => string, headers?: Record<string, string>) => Promise<string> {
  const hosts: ReturnType<typeof createServer>[] = [];
  afterAll(() => {
    for (const host of hosts) host.close().closeAllConnections();
  });
  return async (html, headers) => {
    const host = createServer((_, response) =>
      response.writeHead(200, { 'Content-Type': 'text/html', ...headers }).end(html()),
    );
    hosts.push(host.listen(0, '127.0.0.1'));
    await once(host, 'listening');
    return `http://127.0.0.1:${(host.address() as { port: number }).port}`;
  };
}

/** Records every callback of the checkout in an array of the page: `[name, data]`. */
export const CALLBACKS = `onSuccess: (d) => told.push(['success', d]), onFailure: (d) => told.push(['failure', d]),
  onError: (d) => told.push(['error', d]), onClose: (d) => told.push(['close', d])`;

/** A merchant's page with the script and, unless it is empty, a policy. */
export function shopPage(checkoutUrl: string, script: string, policy = ''): string {
  return `<!doctype html>${policy && `<meta http-equiv="Content-Security-Policy" content="${policy}">`}
    <script src="${checkoutUrl}/checkout.js"></script><script>var told = []; ${script}</script>`;
}

export const told = (page: Watched) =>
  page.evaluate(() => (globalThis as unknown as { told: [string, Record<string, unknown>][] }).told);
