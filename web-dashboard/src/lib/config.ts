import { environment, isHttps, setting } from '@payment-gateway/web/environment';

export const config = {
  ...environment,
  /** The API's address for the merchant's own server: the code samples show it. */
  publicApiUrl: setting('PUBLIC_API_URL', 'http://localhost:8000').replace(/\/$/, ''),
  checkoutUrl: setting('PUBLIC_CHECKOUT_URL', 'http://localhost:3001').replace(/\/$/, ''),
  secure: isHttps(setting('PUBLIC_DASHBOARD_URL', 'http://localhost:3000')),
  demoLogin: {
    email: setting('TEST_MERCHANT_EMAIL', 'test@example.com'),
    password: setting('DEMO_PASSWORD', 'demo-password-2026'),
  },
};
