import type { ServerResponse } from 'node:http';
import type { Account, EmulatedLink } from './account.js';

/** The page of a link, for a browser: pays, declines, or shows that the link takes no money. */
export function serveLinkPage(
  accounts: Iterable<Account>,
  { method, path, body }: { method: string; path: string; body: string },
  response: ServerResponse,
): void {
  const id = path.split('/').at(-1) ?? '';
  for (const account of accounts) {
    const link = account.links.get(id);
    if (link)
      return serve(account, link, method === 'POST' ? new URLSearchParams(body).get('attempt') : null, response);
  }
  response.writeHead(404).end();
}

function serve(account: Account, link: EmulatedLink, attempt: string | null, response: ServerResponse): void {
  if (attempt !== null) {
    const payment = account.attempt(link.id, attempt === 'pay' ? 'captured' : 'failed');
    const query = new URLSearchParams({ razorpay_payment_link_id: link.id, razorpay_payment_id: payment?.id ?? '' });
    const back = `${String(link['callback_url'])}&${query.toString()}`;
    const location = payment?.status === 'captured' ? back : link.short_url;
    return void response.writeHead(303, { location }).end();
  }
  const button = (value: string, text: string) =>
    `<button name="attempt" value="${value}" data-test-id="emulated-${value}">${text}</button>`;
  const form = `<form method="post">${button('pay', 'Pay')}${button('decline', 'Declined card')}</form>`;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><title>Emulated link</title>${link.status === 'created' ? form : link.status}`);
}
