/** The prefix of each kind of secret. Any character of base64 or base64url may follow. */
const KNOWN_PREFIX = /^(secret_(test|live)_|whsec_|rtsec_)?/;
const DOTS = '•'.repeat(12);

/** Only the kind of the secret stays readable; its length is hidden as well. */
export const masked = (secret: string) => `${KNOWN_PREFIX.exec(secret)?.[0] ?? ''}${DOTS}`;
