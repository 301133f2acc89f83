/** A variable of the environment; an empty one counts as unset. `.env.example` describes each. */
export const setting = (name: string, standard: string): string => process.env[name] || standard;

/** The settings of both apps. */
export const environment = {
  /** The address at which this server reaches the API. */
  apiUrl: setting('API_URL', setting('PUBLIC_API_URL', 'http://localhost:8000')),
  /** Set by bin/web.mjs, by the same rule as in the API. */
  demo: setting('DEMO', 'false') === 'true',
};

/** Cookies are marked Secure if the app's public URL is https. */
export const isHttps = (url: string): boolean => url.startsWith('https:');
