import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { Gateway, type Merchant } from '../support/gateway.js';
import { RecordedStripe } from '../support/stripe.js';

interface NewKey {
  id: string;
  secret: string;
}

describe('a live merchant and the clients of Razorpay and Stripe', () => {
  let gateway: Gateway;
  let merchant: Merchant;
  let owner: Gateway['api'];
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
    merchant = await gateway.newMerchant({ mode: 'live' });
    await gateway.db.query('UPDATE merchants SET activated_at = now() WHERE id = $1', [merchant.id]);
    owner = (await gateway.newMember('owner', merchant.id)).api;
  });
  afterAll(() => gateway.stop());

  const newKey = async (): Promise<NewKey> => (await owner.post('/api/v1/api-keys', { name: 'Shop' })).json;
  const stripeOf = ({ secret }: NewKey) => new RecordedStripe(gateway.port, `sk_live_${secret}`).client;
  const isStored = async ({ id }: NewKey) => {
    const { rows } = await gateway.db.query<{ stored: boolean }>(
      'SELECT secret_cipher IS NOT NULL AS stored FROM api_keys WHERE id = $1',
      [id],
    );
    return rows[0]?.stored;
  };

  it('are refused until the merchant turns them on, and then only new keys can sign', async () => {
    const former = await newKey();
    expect(await isStored(former)).toBe(false);
    const refused = await stripeOf(former)
      .charges.list()
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect((refused as Error).message).toContain('in Settings');
    const razorpay = await merchant.api.get('/razorpay/v1/orders');
    expect([razorpay.status, razorpay.json.error.reason]).toEqual([400, 'facade_not_supported']);

    const turnedOn = await owner.patch('/api/v1/merchant', { compatible_apis: true });
    expect(turnedOn.json.compatible_apis).toBe(true);
    const key = await newKey();
    expect(await isStored(key)).toBe(true);
    const made = await stripeOf(key).paymentIntents.create({ amount: 50_000, currency: 'inr' });
    expect([made.status, made.livemode]).toEqual(['requires_payment_method', true]);
    const own = gateway.client({ key: key.id, secret: key.secret });
    const listed = await own.get('/razorpay/v1/orders');
    expect([listed.status, listed.json.count]).toEqual([200, 1]);
    const rolled = (await owner.post(`/api/v1/api-keys/${former.id}/roll`, {})).json;
    expect(await isStored(rolled)).toBe(true);
  });

  it('the secret of a live key is shown once, although it is stored', async () => {
    const key = await newKey();
    const { data } = (await owner.get('/api/v1/api-keys')).json;
    const shown = data.find(({ id }: NewKey) => id === key.id);
    expect([await isStored(key), shown.id, 'secret' in shown]).toEqual([true, key.id, false]);
  });

  it('a card number is refused: live merchants take cards on the page of their acquirer alone', async () => {
    const stripe = stripeOf(await newKey());
    const wanted = { amount: 50_000, currency: 'inr', payment_method: 'pm_card_visa', confirm: true };
    const refused = await stripe.paymentIntents.create(wanted).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Stripe.errors.StripeError);
    const { rows } = await gateway.db.query('SELECT FROM payments WHERE merchant_id = $1', [merchant.id]);
    expect(rows).toEqual([]);
  });

  it('a test merchant can be called so always', async () => {
    const member = await gateway.newMember('owner');
    const { json } = await member.api.patch('/api/v1/merchant', { compatible_apis: false });
    expect(json.compatible_apis).toBe(true);
  });
});
