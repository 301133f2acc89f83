/** What every secret of its kind begins with; base64url and base64 may hold any sign behind it. */
const KNOWN_PREFIX = /^(secret_(test|live)_|whsec_|rtsec_)?/;
const DOTS = '•'.repeat(12);

/** A secret of which only the kind can be read: not even its length shows. */
export const masked = (secret: string) => `${KNOWN_PREFIX.exec(secret)?.[0] ?? ''}${DOTS}`;
