const LOOPBACK_HOST = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Returns why this secret must not be used here: every visitor of a page can read a secret in it. A test secret on
 * localhost is accepted with a warning, for first steps.
 */
export function faultOfSecretInBrowser(apiSecret: string | undefined): string | undefined {
  if (!apiSecret || typeof document === 'undefined') return undefined;
  if (!apiSecret.startsWith('secret_test_') || !LOOPBACK_HOST.test(location.hostname)) {
    return 'apiSecret must never reach a browser: create the order on your server, and roll this key now';
  }
  console.warn('PaymentGateway: a test secret works in a browser on localhost only. Keep it on your server.');
  return undefined;
}
