/** The only reader of the environment; .env.example says what each variable means. */
const publicUrl = process.env['PUBLIC_DASHBOARD_URL'] || 'http://localhost:3000';

export const config = {
  /** Where this server reaches the API. */
  apiUrl: process.env['API_URL'] || process.env['PUBLIC_API_URL'] || 'http://localhost:8000',
  /** Where the merchant's own server reaches it: what the code samples show. */
  publicApiUrl: process.env['PUBLIC_API_URL'] || 'http://localhost:8000',
  checkoutUrl: (process.env['PUBLIC_CHECKOUT_URL'] || 'http://localhost:3001').replace(/\/$/, ''),
  /** Cookies are bound to https where the dashboard is reached by it. */
  secure: publicUrl.startsWith('https:'),
  /** Settled by bin/web.mjs as the API settles it. */
  demo: process.env['DEMO'] === 'true',
  demoLogin: {
    email: process.env['TEST_MERCHANT_EMAIL'] || 'test@example.com',
    password: process.env['DEMO_PASSWORD'] || 'demo-password-2026',
  },
};
