/** The requests of receipts and customers: see postman-recipes.mjs. */
export const PAYERS = {
  receipts_get: { path: { id: '{{paymentId}}' } },
  publicReceipts_get: {
    before: async ({ call, keep, until }) => {
      const { id: order_id } = await call('POST', '/api/v1/orders', { amount: 50000 });
      const { id } = await call('POST', '/api/v1/payments', { order_id, method: 'upi', vpa: 'success@upi' });
      await until(`/api/v1/payments/${id}`, ({ captured }) => captured);
      keep('receiptPaymentId', id);
      keep('receiptToken', (await call('GET', `/api/v1/payments/${id}/receipt`)).url.split('/r/')[1]);
    },
    path: { token: '{{receiptToken}}' },
  },
  publicReceipts_pdf: { path: { token: '{{receiptToken}}' } },
  payerReceipts_get: { path: { id: '{{receiptPaymentId}}' } },
  payerReceipts_mail: { path: { id: '{{receiptPaymentId}}' } },

  customers_create: { keeps: { customerId: 'id' } },
  customers_get: { path: { id: '{{customerId}}' } },
  customers_listPayments: { path: { id: '{{customerId}}' } },
  customers_update: { path: { id: '{{customerId}}' } },
  customers_list: {},
  customers_erase: {
    path: { id: '{{customerId}}' },
    asserts: (pm) => pm.test('is erased', () => pm.expect(pm.response.json().email).to.equal('erased')),
  },
};
