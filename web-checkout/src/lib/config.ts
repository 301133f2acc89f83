/** The only reader of the environment; .env.example says what each variable means. */
const publicUrl = process.env['PUBLIC_CHECKOUT_URL'] || 'http://localhost:3001';

export const config = {
  apiUrl: process.env['API_URL'] || process.env['PUBLIC_API_URL'] || 'http://localhost:8000',
  publicUrl,
  /** Cookies are bound to https where the checkout is reached by it. */
  secure: publicUrl.startsWith('https:'),
  /** Settled by bin/web.mjs as the API settles it. */
  demo: process.env['DEMO'] === 'true',
};
