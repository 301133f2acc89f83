import Bowser from 'bowser';

/** `Chrome on Windows`, from a User-Agent header; other programs by their first word. */
export function deviceName(userAgent: string | null): string {
  if (!userAgent) return 'Unknown device';
  const { browser, os } = Bowser.parse(userAgent);
  const program = browser.name || (userAgent.split(/[\s/]/)[0] ?? '') || 'Unknown program';
  return os.name ? `${program} on ${os.name}` : program;
}
