import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPage, PHONE } from './support/browser.js';
import { Checkout } from './support/checkout.js';

const LINE_ITEMS = [
  { name: 'Assam <b>tea</b>, 250 g', quantity: 2, amount: 20_000 },
  { name: 'Clay cup', quantity: 1, amount: 10_000 },
];
const LOGO = 'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAADUlEQVR42mNgGAXIAAABEAABf80DtQAAAABJRU5ErkJggg==';

describe('what the checkout shows of an order', () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = await Checkout.start({ worker: false });
    const owner = await checkout.gateway.newMember('owner');
    const reply = await owner.api.patch('/api/v1/merchant', {
      ...{ brand_color: '#7a1fa2', logo: LOGO },
      ...{ support_email: 'help@shop.example', support_phone: '+919000090000' },
    });
    expect(reply.status).toBe(200);
  });
  afterAll(() => checkout.stop());

  const open = async (fields: Parameters<Checkout['order']>[0], options = {}) => {
    const { id } = await checkout.order(fields);
    const page = await openPage(checkout.browser, options);
    await page.goto(checkout.address(id));
    return page;
  };

  it.each([true, false])('is what is bought, and whom to ask (JavaScript: %s)', async (javaScriptEnabled) => {
    const page = await open({ description: 'Tea and a cup', lineItems: LINE_ITEMS }, { javaScriptEnabled });
    const bought = page.getByTestId('order-items');
    expect((await bought.innerText()).replace(/\s+/g, ' ')).toBe(
      'Tea and a cup 2 × Assam <b>tea</b>, 250 g ₹400.00 Clay cup ₹100.00',
    );
    const contact = page.getByTestId('order-support').locator('a');
    expect(await contact.evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toEqual([
      'mailto:help@shop.example',
      'tel:+919000090000',
    ]);
    expect([page.foreign, page.faults]).toEqual([[], []]);
  });

  it('has the merchant’s logo, and its colour on the button to pay', async () => {
    const page = await open({});
    await page.getByTestId('method-card').click();
    const button = page.getByTestId('card-form').getByTestId('pay-button');
    const colors = await button.evaluate((one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]);
    expect(colors).toEqual(['rgb(122, 31, 162)', 'rgb(255, 255, 255)']);
    expect(await page.locator('img').getAttribute('src')).toBe(`data:image/png;base64,${LOGO}`);
    expect(page.faults).toEqual([]);
  });

  it('is folded if it is long', async () => {
    const many = Array.from({ length: 5 }, (_, number) => ({ name: `Item ${number}`, quantity: 1, amount: 10_000 }));
    const page = await open({ lineItems: many }, { viewport: PHONE });
    const item = page.getByText('Item 4');
    expect(await item.isVisible()).toBe(false);
    await page.getByText('5 items').click();
    expect(await item.isVisible()).toBe(true);
  });

  it('counts the time that an order has left, and changes when it is over', async () => {
    const { id } = await checkout.order({ expiresIn: 60 });
    await checkout.gateway.db.query(`UPDATE orders SET expires_at = now() + interval '4 seconds' WHERE id = $1`, [id]);
    const page = await openPage(checkout.browser);
    await page.goto(checkout.address(id));
    await page.getByTestId('order-time-left').getByText(/0:0\d/).waitFor();
    await page.getByTestId('expired-state').waitFor();
    expect(await page.getByTestId('order-time-left').count()).toBe(0);
  });

  it('of one that ends tomorrow it says nothing about time', async () => {
    const page = await open({ expiresIn: 86_400 });
    expect(await page.getByTestId('order-time-left').count()).toBe(0);
  });

  it('takes no other style sheet than two colours', async () => {
    for (const name of [
      '3538cd-ffffff.css',
      '3538cd-ffffff',
      'x-y.css',
      '3538cd-ffffff%7D*.css',
      '3538CD-FFFFFF.css',
    ]) {
      const { status } = await fetch(`${checkout.url}/brand/${name}`);
      expect([name, status]).toEqual([name, name === '3538cd-ffffff.css' ? 200 : 404]);
    }
  });
});
