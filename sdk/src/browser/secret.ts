const LOOPBACK_HOST = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** A secret in a browser is everybody's secret. While one learns, a test secret on one's own machine may pass. */
export function refuseSecretInBrowser(apiSecret: string | undefined): void {
  if (!apiSecret || typeof document === 'undefined') return;
  if (!apiSecret.startsWith('secret_test_') || !LOOPBACK_HOST.test(location.hostname)) {
    throw new Error('apiSecret must never reach a browser: create the order on your server, and roll this key now');
  }
  console.warn('PaymentGateway: a test secret works in a browser on localhost only. Keep it on your server.');
}
