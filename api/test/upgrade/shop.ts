import { randomUUID } from 'node:crypto';
import type { Client, Reply } from '../support/client.js';
import { waitFor } from '../support/processes.js';

/** How a payment of each kind ends once the shop has done what it does for that kind. */
interface Kind {
  readonly instrument: object;
  readonly capture?: 'manual';
  readonly ends: string;
  /** What the merchant or the shopper does; absent: nothing. */
  readonly then?: 'capture' | 'cancel' | 'otp' | 'refund';
}

const card = (number: string) => ({
  method: 'card',
  card: { number, expiry_month: 12, expiry_year: 2040, cvv: '123', holder_name: 'Asha Rao' },
});
const upi = (name: string) => ({ method: 'upi', vpa: `${name}@upi` });

const KINDS: readonly Kind[] = [
  { instrument: upi('success'), ends: 'success' },
  { instrument: upi('success'), ends: 'success', then: 'refund' },
  { instrument: upi('failure'), ends: 'failed' },
  { instrument: upi('timeout'), ends: 'success', then: 'refund' },
  { instrument: upi('slow'), ends: 'success', then: 'refund' },
  { instrument: upi('approve'), ends: 'expired' },
  { instrument: upi('approve'), ends: 'cancelled', then: 'cancel' },
  { instrument: card('4000000000003220'), ends: 'success', then: 'otp' },
  { instrument: card('4000000000000119'), ends: 'failed' },
  { instrument: card('4111111111111111'), capture: 'manual', ends: 'success', then: 'capture' },
  { instrument: card('4111111111111111'), capture: 'manual', ends: 'cancelled', then: 'cancel' },
];

interface Bought {
  readonly id: string;
  readonly kind: Kind;
  readonly key: string;
  done: boolean;
}

const ENDED = ['success', 'failed', 'cancelled', 'expired'];

/** Merchants and shoppers during an upgrade. Every request has a key and is repeated until it is decided. */
export class Shop {
  private readonly bought: Bought[] = [];

  constructor(private readonly name: string) {}

  get size(): number {
    return this.bought.length;
  }

  /** Opens and pays `rounds` orders of each kind, on the servers in turn. */
  async open(servers: readonly Client[], rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      const server = servers[round % servers.length] as Client;
      await Promise.all(
        KINDS.map(async (kind) => {
          const order = await this.decided(() =>
            server.post('/api/v1/orders', {
              amount: 50_000,
              receipt: this.name,
              ...(kind.capture && { capture: 'manual' }),
            }),
          );
          const key = randomUUID();
          const body = { order_id: order.json.id as string, ...kind.instrument };
          const { json } = await this.decided(() => server.post('/api/v1/payments', body, { key }));
          this.bought.push({ id: json.id as string, kind, key: randomUUID(), done: kind.then === undefined });
        }),
      );
    }
  }

  /** Tries what is to be done for this share of the payments, on the servers in turn. Some are not ready for it yet. */
  async act(servers: readonly Client[], share: number): Promise<void> {
    const open = this.bought.filter(({ done }) => !done);
    const chosen = open.slice(0, Math.ceil(open.length * share));
    await Promise.all(
      chosen.map(async (one, index) => {
        const reply = await this.attempt(servers[index % servers.length] as Client, one);
        one.done = reply !== undefined && reply.status < 300;
      }),
    );
  }

  /** Does what is still to be done, until every payment has ended. */
  async finish(server: Client): Promise<void> {
    for (const one of this.bought.filter(({ done }) => !done)) {
      await waitFor(
        async () => {
          const reply = await this.attempt(server, one);
          return (reply !== undefined && reply.status < 300) || this.isTooLate(server, one);
        },
        { timeoutMs: 60_000, what: `${one.kind.then} of ${one.id}` },
      );
    }
    for (const one of this.bought) {
      await waitFor(() => this.hasEnded(server, one), { timeoutMs: 60_000, what: `the end of ${one.id}` });
    }
  }

  /** Payments that ended otherwise than their kind does. A step-up may expire before the shop gets to it. */
  async surprises(server: Client): Promise<string[]> {
    const found = await Promise.all(
      this.bought.map(async ({ id, kind }) => {
        const { json } = await server.get(`/api/v1/payments/${id}`);
        const mayExpire = kind.then === 'otp' || (kind.then === 'cancel' && !kind.capture);
        const ends = mayExpire ? [kind.ends, 'expired'] : [kind.ends];
        return ends.includes(json.status as string) ? [] : [`${id} is ${json.status}, not ${kind.ends}`];
      }),
    );
    return found.flat();
  }

  private async attempt(server: Client, { id, kind, key }: Bought): Promise<Reply | undefined> {
    const { json } = await server.get(`/api/v1/payments/${id}`);
    switch (kind.then) {
      case 'capture':
        return json.status === 'success' ? server.post(`/api/v1/payments/${id}/capture`, {}, { key }) : undefined;
      case 'cancel':
        return ['requires_action', 'success'].includes(json.status as string)
          ? server.post(`/api/v1/payments/${id}/cancel`, {}, { key })
          : undefined;
      case 'otp':
        return json.status === 'requires_action'
          ? server.post(`/api/v1/payments/${id}/action`, { otp: '123456' }, { key })
          : undefined;
      case 'refund':
        return json.captured ? server.post('/api/v1/refunds', { payment_id: id, amount: 100 }, { key }) : undefined;
      default:
        return undefined;
    }
  }

  /** Nothing is left to be done, because the payment has ended another way. */
  private async isTooLate(server: Client, { id, kind }: Bought): Promise<boolean> {
    const { status } = (await server.get(`/api/v1/payments/${id}`)).json as { status: string };
    return ENDED.includes(status) && (status !== 'success' || kind.then === 'otp');
  }

  private async hasEnded(server: Client, { id }: Bought): Promise<boolean> {
    return ENDED.includes((await server.get(`/api/v1/payments/${id}`)).json.status as string);
  }

  /** Repeats a create with its key until it is answered. */
  private decided(send: () => Promise<Reply>): Promise<Reply> {
    return waitFor(
      async () => {
        const reply = await send().catch(() => undefined);
        return reply !== undefined && reply.status === 201 && reply;
      },
      { what: 'a create' },
    );
  }
}
