/** The only reader of the environment; .env.example says what each variable means. */
export const config = {
  apiUrl: process.env['API_URL'] || process.env['PUBLIC_API_URL'] || 'http://localhost:8000',
  publicUrl: process.env['PUBLIC_CHECKOUT_URL'] || 'http://localhost:3001',
  /** Settled by bin/web.mjs as the API settles it. */
  demo: process.env['DEMO'] === 'true',
};
