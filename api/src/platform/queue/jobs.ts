/**
 * Every job and its payload: ids only. A job is a hint that a row is due; the row holds what must happen. One of payments
 * or refunds stands for all due rows of its merchant, one of webhooks for those of its endpoint.
 */
export interface Jobs {
  /** `chargeId`: the charge is due, and the payment has left the gateway. */
  payments: { merchantId: string; paymentId: string; chargeId?: string };
  refunds: { merchantId: string; refundId: string };
  webhooks: { merchantId: string; deliveryId: string; endpointId: string };
}
export type QueueName = keyof Jobs;
export const QUEUE_NAMES = ['payments', 'refunds', 'webhooks'] as const satisfies readonly QueueName[];

/**
 * The names in the queue's storage. Those of payments and refunds are new since charges: workers of the version before
 * would take their jobs and find nothing that they may lease.
 */
export const STORED_AS = {
  payments: 'charges',
  refunds: 'charge_refunds',
  webhooks: 'webhooks',
} as const satisfies Record<QueueName, string>;

/** `delayMs` if the row is due later: at most a minute, beyond which the sweeper is exact enough. */
export interface Hint<Name extends QueueName = QueueName> {
  queue: Name;
  data: Jobs[Name];
  delayMs?: number;
}
