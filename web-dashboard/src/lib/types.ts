import type { PaymentGateway } from '@payment-gateway/sdk';

type Got<
  Noun extends keyof PaymentGateway,
  Verb extends keyof PaymentGateway[Noun],
> = PaymentGateway[Noun][Verb] extends (...args: never[]) => PromiseLike<infer A> ? A : never;

/** The API's response types, by the names that the pages use. */
export type Payment = Got<'payments', 'get'>;
export type Charge = Got<'payments', 'listCharges'>['data'][number];
export type Order = Got<'orders', 'get'>;
export type Refund = Got<'refunds', 'get'>;
/** With its payment, if the list was asked for it. */
export type ListedRefund = Got<'refunds', 'list'>['data'][number];
export type GatewayEvent = Got<'events', 'list'>['data'][number];
export type EventDetail = Got<'events', 'get'>;
export type Endpoint = Got<'endpoints', 'get'>;
export type EndpointHealth = Got<'endpoints', 'health'>['data'][number];
export type Connection = Got<'connectorAccounts', 'get'>;
export type RoutingRules = Got<'routing', 'get'>;
export type RoutingRule = RoutingRules['rules'][number];
export type ExplainedRoute = Got<'routing', 'explain'>;
export type Connector = Got<'connectors', 'list'>['data'][number];
export type Delivery = Got<'webhookLogs', 'list'>['data'][number];
export type DeliveryDetail = Got<'webhookLogs', 'get'>;
export type RequestEntry = Got<'requestLogs', 'get'>;
export type PaymentLink = Got<'paymentLinks', 'get'>;
export type Customer = Got<'customers', 'list'>['data'][number];
export type CustomerTotals = NonNullable<Got<'customers', 'get'>['totals']>;
export type Merchant = Got<'merchant', 'get'>;
export type Mail = Got<'mails', 'list'>['data'][number];
