import type { Camel } from './casing.js';
import type { components } from './generated/openapi.js';

type Schemas = components['schemas'];

export type Order = Camel<Schemas['OrderDto']>;
export type PublicOrder = Camel<Schemas['PublicOrderDto']>;
export type Payment = Camel<Schemas['PaymentDto']>;
export type PublicPayment = Camel<Schemas['PublicPaymentDto']>;
export type Refund = Camel<Schemas['RefundDto']>;
export type Endpoint = Camel<Schemas['EndpointDto']>;
