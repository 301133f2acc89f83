/** Every job and its payload: ids only. A job is a hint that a row is due; the row holds what must happen. */
export interface Jobs {
  payments: { merchantId: string; paymentId: string };
  refunds: { merchantId: string; refundId: string };
  webhooks: { merchantId: string; deliveryId: string; endpointId: string };
}
export type QueueName = keyof Jobs;
export const QUEUE_NAMES = ['payments', 'refunds', 'webhooks'] as const satisfies readonly QueueName[];

/** `delayMs` if the row is due later: at most a minute, beyond which the sweeper is exact enough. */
export interface Hint<Name extends QueueName = QueueName> {
  queue: Name;
  data: Jobs[Name];
  delayMs?: number;
}
