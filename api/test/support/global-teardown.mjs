/** Stops the simulated acquirer that global-setup.mjs started. */
export default function globalTeardown() {
  globalThis.testAcquirer?.kill('SIGTERM');
}
