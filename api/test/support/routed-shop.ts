import { AcquirerAccount, admin } from './acquirer.js';
import type { Client } from './client.js';
import type { Gateway } from './gateway.js';
import type { Environment } from './processes.js';

const ACCOUNTS = '/api/v1/connector-accounts';

/** A merchant with some accounts at the simulated acquirer, each with a key, faults and a record of its own. */
export interface RoutedShop {
  readonly merchantId: string;
  readonly api: Client;
  /** In the order of their priority. */
  readonly accounts: readonly { readonly id: string; readonly bank: AcquirerAccount }[];
  pay(instrument: object): Promise<string>;
  charges(paymentId: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** One account for each element, with its fields, for example its methods. */
export async function openRoutedShop(gateway: Gateway, env: Environment, fields: object[]): Promise<RoutedShop> {
  const { api, id: merchantId } = await gateway.newMerchant();
  const [simulated] = (await api.get(ACCOUNTS)).json.data;
  await api.delete(`${ACCOUNTS}/${simulated.id}`);
  const accounts: RoutedShop['accounts'][number][] = [];
  for (const [i, own] of fields.entries()) {
    const bank = await AcquirerAccount.open({ env });
    const body = {
      connector: 'simulated',
      label: `Account ${i + 1}`,
      priority: i,
      credentials: { key: bank.key },
      ...own,
    };
    const { json } = await api.post(ACCOUNTS, body);
    accounts.push({ id: json.id as string, bank });
  }
  return {
    ...{ merchantId, api, accounts },
    pay: async (instrument) => String((await gateway.pay((await gateway.order({}, api)).id, instrument, api)).id),
    charges: async (paymentId) => (await api.get(`/api/v1/payments/${paymentId}/charges`)).json.data,
    close: async () => {
      for (const { bank } of accounts) {
        await admin(bank.acquirer, 'DELETE', `/faults?account=${bank.account}`);
        await bank.close();
      }
    },
  };
}
