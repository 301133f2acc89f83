import { config } from './config';
import { gateway } from './gateway';

/**
 * The origins that may frame the order's checkout: those that its merchant allows. In a demo run, for a test order, any
 * origin (`*`) until the merchant sets some.
 * @param address the shopper's address, which the API's rate limit counts
 * @throws PaymentGatewayError if the order is unknown or cannot be read
 */
export async function originsAllowed(orderId: string, address: string | null): Promise<string[]> {
  const order = await gateway.orders.getPublic(orderId, { headers: address ? { 'X-Forwarded-For': address } : {} });
  const allowed = order.allowedOrigins.filter((origin) => /^https?:\/\/[^\s;,']+$/.test(origin));
  return allowed.length === 0 && config.demo && order.test ? ['*'] : allowed;
}
