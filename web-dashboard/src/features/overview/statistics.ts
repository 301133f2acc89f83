import type { PaymentGateway } from '@payment-gateway/sdk';

export type Statistics = Awaited<ReturnType<PaymentGateway['statistics']['get']>>;
export type OfCurrency = Statistics['currencies'][number];

interface Money {
  capturedAmount: number;
  refundedAmount: number;
}

/** What stays with the merchant. */
export const netOf = ({ capturedAmount, refundedAmount }: Money) => capturedAmount - refundedAmount;

/** Of the payments that the bank approved; 0 without one. */
export const averageOf = ({ capturedAmount, succeeded }: Money & { succeeded: number }) =>
  succeeded === 0 ? 0 : Math.round(capturedAmount / succeeded);

export const shareOf = ({ succeeded, failed }: { succeeded: number; failed: number }) =>
  succeeded + failed === 0 ? null : succeeded / (succeeded + failed);
