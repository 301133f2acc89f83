import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import { PaymentGateway } from '@payment-gateway/sdk';
import { Gateway, SLOW_SWEEPER } from '../../../api/test/support/gateway.js';
import {
  type Environment,
  freePort,
  type GatewayProcess,
  startProgram,
  waitFor,
} from '../../../api/test/support/processes.js';
import { launchBrowser, openPage, type Watched } from './browser.js';

const WEB = fileURLToPath(new URL('../../../bin/web.mjs', import.meta.url));

type NewOrder = Partial<Parameters<PaymentGateway['createOrder']>[0]>;

const addressOf = (port: number) => `http://localhost:${port}`;

export async function startWeb(port: number, env: Environment): Promise<GatewayProcess> {
  const web = startProgram([WEB, 'web-checkout', 'CHECKOUT_PORT', '3001'], { ...env, CHECKOUT_PORT: String(port) });
  const isUp = () =>
    fetch(`${addressOf(port)}/health`).then(
      ({ ok }) => ok,
      () => web.child.exitCode !== null && web.log(),
    );
  const up = await waitFor(isUp, { what: 'the checkout', timeoutMs: 60_000 });
  if (up !== true) throw new Error(`The checkout ended:\n${up}`);
  return web;
}

/** A whole gateway with its hosted checkout, and a browser. */
export class Checkout {
  private constructor(
    readonly gateway: Gateway,
    readonly web: GatewayProcess,
    readonly url: string,
    readonly browser: Browser,
    readonly merchant: PaymentGateway,
  ) {}

  static async start({ env = {}, worker = true }: { env?: Environment; worker?: boolean } = {}): Promise<Checkout> {
    const port = await freePort();
    const url = addressOf(port);
    const [gateway, browser] = await Promise.all([
      Gateway.start({ env: { ...SLOW_SWEEPER, PUBLIC_CHECKOUT_URL: url, ...env }, worker }),
      launchBrowser(),
    ]);
    const web = await startWeb(port, { ...env, API_URL: gateway.baseUrl, PUBLIC_CHECKOUT_URL: url });
    const merchant = new PaymentGateway({
      apiKey: 'key_test_abc123',
      apiSecret: 'secret_test_xyz789',
      baseUrl: gateway.baseUrl,
    });
    return new Checkout(gateway, web, url, browser, merchant);
  }

  /** Another hosted checkout of the same gateway. */
  async another(env: Environment): Promise<{ url: string; stop(): Promise<unknown> }> {
    const port = await freePort();
    const web = await startWeb(port, { API_URL: this.gateway.baseUrl, ...env });
    return { url: addressOf(port), stop: () => web.stop() };
  }

  order(change: NewOrder = {}) {
    return this.merchant.createOrder({ amount: 50_000, currency: 'INR', ...change });
  }

  address(orderId: string, query = ''): string {
    return `${this.url}/checkout?order_id=${orderId}${query}`;
  }

  /** Opens the page of a new order. */
  async open(options: BrowserContextOptions = {}, query = ''): Promise<Watched & { orderId: string }> {
    const { id } = await this.order();
    const page = await openPage(this.browser, options);
    await page.goto(this.address(id, query));
    return Object.assign(page, { orderId: id });
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.web.stop();
    await this.gateway.stop();
  }
}

interface Inputs {
  getByTestId: (id: string) => Locator;
}

export async function payByVpa(page: Inputs, vpa: string): Promise<void> {
  await page.getByTestId('vpa-input').fill(vpa);
  await page.getByTestId('upi-form').getByTestId('pay-button').click();
}

export async function typeCard(page: Inputs, number: string): Promise<void> {
  await page.getByTestId('method-card').click();
  await page.getByTestId('card-number-input').fill(number);
  await page.getByTestId('expiry-input').fill('1240');
  await page.getByTestId('cvv-input').fill('123');
  await page.getByTestId('cardholder-name-input').fill('Asha Rao');
}

export async function payByCard(page: Inputs, number: string): Promise<void> {
  await typeCard(page, number);
  await page.getByTestId('card-form').getByTestId('pay-button').click();
}
