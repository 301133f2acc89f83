import { fileURLToPath } from 'node:url';
import { PaymentGateway } from '@payment-gateway/sdk';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { DEMO_MERCHANT, Gateway, type Member, SLOW_SWEEPER } from '../../../api/test/support/gateway.js';
import {
  type Environment,
  freePort,
  type GatewayProcess,
  startProgram,
  waitFor,
} from '../../../api/test/support/processes.js';
import { launchBrowser, openPage, type Watched } from '../../../web-checkout/test/support/browser.js';

const WEB = fileURLToPath(new URL('../../../bin/web.mjs', import.meta.url));
export const DEMO_LOGIN = { email: 'test@example.com', password: 'demo-password-2026' };

/** A whole gateway with its dashboard, and a browser. */
export class Dashboard {
  private constructor(
    readonly gateway: Gateway,
    readonly web: GatewayProcess,
    readonly url: string,
    readonly browser: Browser,
    /** The demo merchant's key. */
    readonly merchant: PaymentGateway,
  ) {}

  static async start({ env = {} }: { env?: Environment } = {}): Promise<Dashboard> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const shared = { PUBLIC_DASHBOARD_URL: url, PUBLIC_CHECKOUT_URL: 'http://localhost:3001', ...env };
    const gateway = await Gateway.start({ env: { ...SLOW_SWEEPER, ...shared } });
    const browser = await launchBrowser(); // not in parallel: a browser that is left behind keeps the run from ending
    const web = startProgram([WEB, 'web-dashboard', 'DASHBOARD_PORT', '3000'], {
      ...shared,
      DASHBOARD_PORT: String(port),
      API_URL: gateway.baseUrl,
      PUBLIC_API_URL: gateway.baseUrl,
    });
    const isUp = () =>
      fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => web.child.exitCode !== null && web.log(),
      );
    const up = await waitFor(isUp, { what: 'the dashboard' });
    if (up !== true) throw new Error(`The dashboard ended:\n${up}`);
    const credentials = { apiKey: 'key_test_abc123', apiSecret: 'secret_test_xyz789' };
    const merchant = new PaymentGateway({ ...credentials, baseUrl: gateway.baseUrl });
    return new Dashboard(gateway, web, url, browser, merchant);
  }

  /** A page without a session. */
  open(options: BrowserContextOptions = {}): Promise<Watched> {
    return openPage(this.browser, options);
  }

  /** A page of the demo merchant's owner, or of a member with another role. */
  async signedIn({
    as,
    path = '/dashboard',
    ...options
  }: BrowserContextOptions & { as?: Member; path?: string } = {}): Promise<Watched> {
    const page = await this.open(options);
    const { session } = as ?? (await this.gateway.newMember('owner', DEMO_MERCHANT));
    await page.context().addCookies([{ name: 'session', value: session, url: this.url, httpOnly: true }]);
    await page.goto(this.url + path);
    return page;
  }

  /** A finished payment, with its amount in minor units. */
  async paid(vpa = 'success@upi', amount = 50_000) {
    const order = await this.merchant.createOrder({ amount, currency: 'INR' });
    const { id } = await this.merchant.createPayment({ orderId: order.id, method: 'upi', vpa });
    await this.gateway.payment(id);
    return this.merchant.getPayment(id);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.web.stop();
    await this.gateway.stop();
  }
}
