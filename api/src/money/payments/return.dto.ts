import { ApiProperty } from '@nestjs/swagger';
import { PAYMENT_STATUSES } from './payment.dto.js';
import type { PaymentStatus } from './payment.states.js';

const url = { type: 'string', format: 'uri', nullable: true } as const;
const QUERY =
  '?order_id=order_0V6bT1zq8KJh3mPd&payment_id=pay_0V6bT1zq8KJh3mPd&status=success&timestamp=1769851800' +
  '&signature=eb6bde60cb6ff72b0246cc4dfc5997e9262432e365519cec4095bb0b04e9e553';

/** How a shopper returns from the checkout to the merchant, signed now. */
export class ReturnDto {
  order_id: string;
  /** The payment that decides: one that succeeded, else one that is under way, else the last. Null: there is none. */
  @ApiProperty({ type: 'string', nullable: true, example: 'pay_0V6bT1zq8KJh3mPd' })
  payment_id: string | null;
  /** Of the payment; without one `expired` if the order has expired, else `cancelled`. */
  @ApiProperty({ enum: PAYMENT_STATUSES, example: 'success' })
  status: PaymentStatus;
  /** True if the bank approved and the money is not captured yet. */
  @ApiProperty({ example: false })
  authorized: boolean;
  /** True if the order takes no more payments: the checkout then returns by itself. */
  @ApiProperty({ example: true })
  final: boolean;
  /** What was signed, as a query: `verifyReturn` of the SDK takes it as it takes a URL. */
  @ApiProperty({ example: QUERY })
  query: string;
  /** The order's `return_url` with the parameters. */
  @ApiProperty({ ...url, example: `https://shop.example/thanks${QUERY}` })
  return_url: string | null;
  /** Where a shopper goes who leaves: the order's `cancel_url`, or else `return_url`; once approved always `return_url`. */
  @ApiProperty({ ...url, example: `https://shop.example/thanks${QUERY}` })
  cancel_url: string | null;
}
