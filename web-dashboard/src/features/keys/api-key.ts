import type { PaymentGateway } from '@payment-gateway/sdk';

export type ApiKey = Awaited<ReturnType<PaymentGateway['apiKeys']['list']>>['data'][number];
export type Scope = NonNullable<ApiKey['scopes']>[number];

/** The scopes of a key. The compiler checks that they are complete against openapi.yml. */
export const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  'orders:read': 'See orders',
  'orders:write': 'Create, change and cancel orders',
  'payment_links:read': 'See payment links',
  'payment_links:write': 'Create and cancel payment links',
  'payments:read': 'See payments',
  'payments:write': 'Start payments, change their notes',
  'payments:capture': 'Capture and cancel payments',
  'refunds:read': 'See refunds',
  'refunds:write': 'Refund payments, change the notes of refunds',
  'customers:read': 'See customers',
  'customers:write': 'Create and change customers',
  'customers:erase': "Erase customers' personal data",
  'events:read': 'See and follow events',
  'webhooks:read': 'See endpoints and deliveries',
  'webhooks:retry': 'Send deliveries again',
  'webhooks:write': 'Change webhook endpoints',
  'connectors:read': 'See connections to acquirers',
  'connectors:write': 'Change connections to acquirers',
  'queues:read': 'See the queues',
};
export const SCOPES = Object.keys(SCOPE_WORDS) as Scope[];

/** An expired or revoked key stays in the list for 30 days. */
export const isWorking = ({ expiresAt }: ApiKey, now = Date.now()) => expiresAt === null || Date.parse(expiresAt) > now;
