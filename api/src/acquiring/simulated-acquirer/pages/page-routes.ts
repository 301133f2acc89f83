import { EMPTY, NEW_PAGE, parse } from '../http/bodies.js';
import type { Call, Route } from '../http/calls.js';
import { json, Refusal, type Reply } from '../http/reply.js';
import { checkNotificationUrl } from '../notifications/notification-url.js';
import { pageView } from './page-view.js';
import type { PageState } from './page.js';
import type { Pages } from './pages.js';

/** The API of hosted pages. */
export function pageRoutes(pages: Pages, addressOf: (id: string, host: string | undefined) => string): Route[] {
  const reply = (state: PageState | undefined, { id: reference, host }: Call): Reply => {
    if (!state) throw new Refusal(404, 'page_not_found', `There is no page for ${reference}`);
    return json(200, { ...pageView(state), url: addressOf(state.page.id, host) });
  };
  return [
    {
      ...{ operation: 'create_page', method: 'POST', path: /^\/v1\/pages$/, isRepeatable: true },
      async handle(call) {
        const { key, body } = call;
        const { merchant, merchant_label: merchantLabel, return_url: returnUrl, ...given } = parse(NEW_PAGE, body);
        const { reference, amount, currency, capture, methods, expires_at: expiresAt } = given;
        const { notification_url: notificationUrl } = given;
        if (notificationUrl !== undefined) checkNotificationUrl(notificationUrl);
        const state = await pages.create(key, {
          ...{ account: key.account, reference, merchantId: merchant, merchantLabel, amount, currency, capture },
          ...{ methods: [...new Set(methods)], returnUrl, expiresAt: new Date(expiresAt) },
          notificationUrl,
        });
        return reply(state, call);
      },
    },
    {
      ...{ operation: 'find_page', method: 'GET', path: /^\/v1\/pages\/([^/]+)$/ },
      handle: async (call) => reply(await pages.find(call.key, call.id), call),
    },
    {
      ...{ operation: 'close_page', method: 'POST', path: /^\/v1\/pages\/([^/]+)\/close$/ },
      async handle(call) {
        parse(EMPTY, call.body);
        return reply(await pages.close(call.key, call.id), call);
      },
    },
  ];
}
