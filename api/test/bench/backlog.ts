import { createPostgresBackend, createRedisBackend, Queue, setDefaultBackendFactory } from 'bullmq';
import { Redis } from 'ioredis';
import type { Ledger, QueueKind } from './stage.js';

/** The gateway's name of the queue. The run checks that the worker has read the hints, so a changed name fails it. */
const QUEUE = 'webhooks';

type Where = { merchant: string; endpoint: string };

/**
 * Deliveries that are due now, one per event, with the bytes of a real one, spread over the endpoints. One hint waits for
 * each endpoint, as after a burst of payments.
 */
export class Backlog {
  private batch = 0;

  private constructor(
    private readonly ledger: Ledger,
    private readonly endpoints: readonly Where[],
    private readonly payload: string,
    private readonly queue: Queue,
    private readonly close: () => Promise<void>,
  ) {}

  static open(ledger: Ledger, queue: QueueKind, endpoints: readonly Where[], payload: string): Backlog {
    const redis = queue === 'redis' && ledger.redis ? new Redis(ledger.redis, { maxRetriesPerRequest: 1 }) : undefined;
    if (redis) setDefaultBackendFactory(createRedisBackend);
    else setDefaultBackendFactory(createPostgresBackend);
    const hints = new Queue(QUEUE, {
      prefix: `bull:{${QUEUE}}`,
      connection: redis ?? { connectionString: ledger.url, schema: 'bullmq', max: 2 },
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
    });
    const close = async () => {
      await hints.close();
      redis?.disconnect();
    };
    return new Backlog(ledger, endpoints, payload, hints, close);
  }

  async add(count: number): Promise<void> {
    const batch = String(this.batch++).padStart(4, '0');
    const [merchants, ids] = [
      this.endpoints.map(({ merchant }) => merchant),
      this.endpoints.map(({ endpoint }) => endpoint),
    ];
    const { rows } = await this.ledger.db.query<{ merchantId: string; deliveryId: string; endpointId: string }>(
      `WITH wanted AS MATERIALIZED (
        SELECT ($1::uuid[])[1 + n % $5::int] AS merchant_id, ($2::text[])[1 + n % $5] AS endpoint_id,
          'evt_B' || $4 || lpad(n::text, 11, '0') AS id
        FROM generate_series(0, $3::int - 1) AS n),
      announced AS (
        INSERT INTO events (merchant_id, id, mode, type, object_id, version, payload, actor)
        SELECT merchant_id, id, 'test', 'payment.success', id, 1, $6, 'system' FROM wanted)
      INSERT INTO webhook_logs (merchant_id, mode, event_id, endpoint_id, event, next_retry_at)
      SELECT merchant_id, 'test', id, endpoint_id, 'payment.success', now() FROM wanted
      RETURNING merchant_id AS "merchantId", id AS "deliveryId", endpoint_id AS "endpointId"`,
      [merchants, ids, count, batch, ids.length, this.payload],
    );
    const hints = new Map(rows.map((data) => [data.endpointId, data]));
    await this.queue.addBulk([...hints.values()].map((data) => ({ name: QUEUE, data })));
  }

  /** Deliveries that are not finished. Cheap by an index, but not to be queried during a measurement. */
  async left(): Promise<number> {
    const text = `SELECT count(*) AS count FROM webhook_logs WHERE status = 'pending'`;
    return (await this.ledger.db.query<{ count: number }>(text)).rows[0]?.count ?? 0;
  }

  async failed(): Promise<number> {
    const text = `SELECT count(*) AS count FROM webhook_logs WHERE status = 'failed'`;
    return (await this.ledger.db.query<{ count: number }>(text)).rows[0]?.count ?? 0;
  }

  /** Hints that no worker has read. */
  unread(): Promise<number> {
    return this.queue.getWaitingCount();
  }

  async stop(): Promise<void> {
    await this.close();
  }
}
