import { z } from 'zod';
import { NEW_FAULT } from '../faults/fault.js';
import type { Faults } from '../faults/faults.js';
import type { ApiKey, ApiKeys } from '../keys/api-keys.js';
import { NEW_KEY } from '../keys/key-settings.js';
import { checkNotificationUrl } from '../notifications/notification-url.js';
import type { Pages } from '../pages/pages.js';
import type { Incidents } from '../bank/incidents.js';
import type { ApiRequest } from './api.js';
import { parse } from './bodies.js';
import { json, Refusal, type Reply } from './reply.js';
import { parseJson } from './request-body.js';

const REFERENCE = z.strictObject({ account: z.string(), reference: z.string() });
const REFERENCE_AND_AMOUNT = REFERENCE.extend({ amount: z.number().int().min(0) });

/** Paths that need the admin key: /v1/keys and /faults. */
export class Admin {
  constructor(
    private readonly keys: ApiKeys,
    private readonly faults: Faults,
    private readonly pages: Pages,
    private readonly incidentsOf: (key: ApiKey) => Incidents,
  ) {}

  serves(path: string): boolean {
    return path === '/v1/keys' || path === '/faults' || path.startsWith('/faults/');
  }

  async run(request: ApiRequest, query: URLSearchParams): Promise<Reply> {
    this.keys.requireAdmin(request.authorization);
    const { method, path } = request;
    const account = query.get('account') ?? undefined;
    if (method === 'POST' && path === '/v1/keys') return this.createKey(parseJson(await request.body()));
    if (method === 'POST' && path.startsWith('/faults/')) return this.incident(path, parseJson(await request.body()));
    if (method === 'POST' && path === '/faults') {
      return json(201, this.faults.set(parse(NEW_FAULT, parseJson(await request.body()))));
    }
    if (method === 'GET' && path === '/faults') return json(200, { data: this.faults.list(account) });
    if (method === 'DELETE' && path.startsWith('/faults')) {
      const [, id] = /^\/faults\/(\w+)$/.exec(path) ?? [];
      return json(200, { cleared: this.faults.clear({ id, account }) });
    }
    throw new Refusal(404, 'unknown_path', `There is no ${method} ${path}`);
  }

  /** What happens to a charge or refund without an order of its gateway. */
  private async incident(path: string, body: unknown): Promise<Reply> {
    switch (path) {
      case '/faults/land': {
        const { account, reference } = parse(REFERENCE, body);
        return json(200, { step: await this.pages.land(await this.keys.ofAccount(account), reference) });
      }
      case '/faults/refund': {
        const { account, reference, amount } = parse(REFERENCE_AND_AMOUNT, body);
        const { charge, refund } = await (await this.incidents(account)).refund(reference, amount);
        return json(200, { reference, refund, refunded: charge.refundedAmount });
      }
      case '/faults/dispute': {
        const { account, reference, amount } = parse(REFERENCE_AND_AMOUNT, body);
        const { disputedAmount: disputed } = await (await this.incidents(account)).dispute(reference, amount);
        return json(200, { reference, disputed });
      }
      case '/faults/take-back-refund': {
        const { account, reference } = parse(REFERENCE, body);
        const { chargeReference: charge, amount } = await (await this.incidents(account)).takeBackRefund(reference);
        return json(200, { reference, charge, amount });
      }
      default:
        throw new Refusal(404, 'unknown_path', `There is no POST ${path}`);
    }
  }

  private async incidents(account: string): Promise<Incidents> {
    return this.incidentsOf(await this.keys.ofAccount(account));
  }

  private async createKey(body: unknown): Promise<Reply> {
    const wanted = parse(NEW_KEY, body);
    if (wanted.notification_url !== undefined) checkNotificationUrl(wanted.notification_url);
    return json(201, await this.keys.create(wanted));
  }
}
