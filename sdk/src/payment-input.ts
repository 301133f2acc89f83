import type { Card, CreatePayment } from './generated/objects.js';

/** A collect request to the shopper's UPI address. */
export interface UpiCollectInput {
  orderId: string;
  method: 'upi';
  flow?: 'collect';
  /** The shopper's UPI address, such as `asha@okbank`. */
  vpa: string;
  card?: never;
}

/** A link and a QR code that any UPI app opens. */
export interface UpiIntentInput {
  orderId: string;
  method: 'upi';
  flow: 'intent';
  vpa?: never;
  card?: never;
}

export interface CardInput {
  orderId: string;
  method: 'card';
  card: Card;
  flow?: never;
  vpa?: never;
}

/** A page of the acquirer, where the shopper enters the card or UPI address. */
export interface RedirectInput {
  orderId: string;
  flow: 'redirect';
  /** Limits what the page offers. */
  method?: PaymentMethod;
  vpa?: never;
  card?: never;
}

/** The input of each payment method; fields of another method do not compile. */
export type CreatePaymentInput = UpiCollectInput | UpiIntentInput | CardInput | RedirectInput;

/** Every payment method of the API is a member of the union. */
export type PaymentMethod = NonNullable<CreatePayment['method']>;
