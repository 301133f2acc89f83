import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal } from '../support/envelope.js';
import { CARD, Gateway } from '../support/gateway.js';
import { placesOutside, textOfPdf } from '../support/pdf.js';

const SUPPORT = { support_email: 'help@shop.example', support_phone: '+919876543210' };
const NOT_FOUND = { status: 404, code: 'NOT_FOUND_ERROR', description: 'Receipt not found' };

describe('receipts', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
    const { api } = await gateway.newMember('owner');
    const settings = { name: 'चाय Tea & Söhne', locale: 'en-IN', time_zone: 'Asia/Kolkata', brand_color: '#0b5fff' };
    await api.patch('/api/v1/merchant', { ...settings, ...SUPPORT });
  });
  afterAll(() => gateway.stop());

  const paid = async (instrument: object = { method: 'card', card: CARD }, order: object = {}) => {
    const { id } = await gateway.order({ amount: 50_000, receipt: 'bill 7', ...order });
    return gateway.payment((await gateway.pay(id, instrument)).id);
  };
  const receiptOf = async (paymentId: string) => (await gateway.api.get(`/api/v1/payments/${paymentId}/receipt`)).json;
  const tokenOf = (url: string) => /\/r\/([\w.-]+)$/.exec(url)?.[1] ?? '';

  it('a captured payment has one, with a public link that shows the same without credentials', async () => {
    const payment = await paid();
    const { url, pdf_url: pdf, ...receipt } = await receiptOf(payment.id);
    expect(receipt).toEqual({
      number: payment.id.replace('pay_', 'R-'),
      payment_id: payment.id,
      order_id: payment.order_id,
      test: true,
      merchant_name: 'चाय Tea & Söhne',
      branding: { color: '#0b5fff', text_color: '#ffffff', logo: null },
      support: { email: 'help@shop.example', phone: '+919876543210' },
      locale: 'en-IN',
      time_zone: 'Asia/Kolkata',
      order_receipt: 'bill 7',
      description: null,
      line_items: null,
      method: 'card',
      instrument: 'visa •••• 1111',
      currency: 'INR',
      amount: 50_000,
      amount_refunded: 0,
      paid_at: payment.captured_at,
      refunds: [],
      has_pdf: true,
    });
    expect(url).toMatch(/^http:\/\/localhost:3001\/r\/pay_/);
    expect(pdf).toBe(`${url}/pdf`);
    const shown = await gateway.shopper.get(`/api/v1/receipts/${tokenOf(url)}`);
    expect([shown.status, shown.json]).toEqual([200, receipt]);
    expect(shown.headers.get('cache-control')).toBe('no-store');
  });

  it('a UPI address is masked', async () => {
    const payment = await paid({ method: 'upi', vpa: 'success@upi' });
    const { instrument, url } = await receiptOf(payment.id);
    expect(instrument).toBe('su•••@upi');
    expect((await gateway.shopper.get(`/api/v1/receipts/${tokenOf(url)}`)).text).not.toContain('success@upi');
  });

  it('refunds appear on it', async () => {
    const payment = await paid();
    const { id } = (await gateway.api.post('/api/v1/refunds', { payment_id: payment.id, amount: 12_345 })).json;
    const refund = await gateway.refund(id);
    const receipt = await receiptOf(payment.id);
    const { processed_at, created_at } = refund;
    expect(receipt).toMatchObject({
      amount_refunded: 12_345,
      refunds: [{ id, amount: 12_345, status: 'processed', processed_at, created_at }],
    });
    const text = await textOfPdf(await pdfOf(receipt.url));
    expect(text).toContain('₹123.45');
    expect(text).toContain('₹376.55');
  });

  const pdfOf = async (url: string) => {
    const reply = await fetch(`${gateway.baseUrl}/api/v1/receipts/${tokenOf(url)}/pdf`);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    return new Uint8Array(await reply.arrayBuffer());
  };

  it('the PDF can be read back: ₹, Devanagari, times of the merchant’s zone, and no more of the card than four digits', async () => {
    const payment = await paid();
    const text = await textOfPdf(await pdfOf((await receiptOf(payment.id)).url));
    const time = new Intl.DateTimeFormat('en-IN', { dateStyle: 'medium', timeZone: 'Asia/Kolkata' });
    for (const part of ['Receipt', '₹500.00', 'चाय', 'Tea & Söhne', 'bill 7', 'visa •••• 1111', 'help@shop.example'])
      expect(text).toContain(part);
    expect(text).toContain(time.format(new Date(payment.captured_at)).replaceAll('-', ' '));
    expect(text).not.toMatch(/4111/);
  });

  it('shows what was bought: description and lines, which may be many and long, on as many pages as they need', async () => {
    const long = 'W'.repeat(255);
    const lines = Array.from({ length: 48 }, (_, index) => ({
      name: `Cup ${index} ${'of tea '.repeat(30)}`,
      quantity: 1,
      amount: 1_000,
    }));
    const line_items = [
      { name: 'चाय के कप', quantity: 2, amount: 2_500 },
      { name: long, quantity: 1, amount: -3_000 },
      ...lines,
    ];
    const payment = await paid(undefined, { description: 'Tea for everybody', line_items });
    const receipt = await receiptOf(payment.id);
    expect(receipt).toMatchObject({ description: 'Tea for everybody', line_items });
    const pdf = await pdfOf(receipt.url);
    const text = await textOfPdf(pdf.slice());
    for (const part of ['Tea for everybody', '2 × चाय के कप', '₹50.00', '-₹30.00', '1 × Cup 0', '1 × Cup 47'])
      expect(text).toContain(part);
    expect(text.replaceAll(' ', '')).toContain(long);
    expect(await placesOutside(pdf)).toEqual([]);
  });

  it('in Hindi for a merchant whose locale is Hindi', async () => {
    const { api } = await gateway.newMember('owner');
    await api.patch('/api/v1/merchant', { locale: 'hi-IN' });
    const text = await textOfPdf(await pdfOf((await receiptOf((await paid()).id)).url));
    await api.patch('/api/v1/merchant', { locale: 'en-IN' });
    expect(text).toContain('रसीद');
    expect(text).toContain('₹500.00');
  });

  it('a script without a font has no PDF, and says where the receipt is', async () => {
    const payment = await paid(undefined, { receipt: '領収書 7' });
    const receipt = await receiptOf(payment.id);
    expect(receipt).toMatchObject({ has_pdf: false, pdf_url: null, order_receipt: '領収書 7' });
    const refused = await gateway.shopper.get(`/api/v1/receipts/${tokenOf(receipt.url)}/pdf`);
    expectRefusal(refused, { status: 400, code: 'BAD_REQUEST_ERROR', reason: 'receipt_without_pdf' });
  });

  it('a payment that is not captured has none', async () => {
    const payment = await paid({ method: 'upi', vpa: 'failure@upi' });
    const refused = await gateway.api.get(`/api/v1/payments/${payment.id}/receipt`);
    expectRefusal(refused, { status: 400, code: 'BAD_REQUEST_ERROR', reason: 'payment_not_captured' });
  });

  it('no link is guessed from an id, and no merchant reads another’s', async () => {
    const payment = await paid();
    const token = tokenOf((await receiptOf(payment.id)).url);
    const forged = [payment.id, token.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A')), `${payment.id}.x.y`];
    for (const text of forged) {
      expectRefusal(await gateway.shopper.get(`/api/v1/receipts/${text}`), NOT_FOUND);
      expectRefusal(await gateway.shopper.get(`/api/v1/receipts/${text}/pdf`), NOT_FOUND);
    }
    const other = await gateway.newMerchant();
    const refused = await other.api.get(`/api/v1/payments/${payment.id}/receipt`);
    expectRefusal(refused, { status: 404, code: 'NOT_FOUND_ERROR', description: 'Payment not found' });
  });
});
