import type { FastifyReply } from 'fastify';

const ASK_EVERY_MS = 10_000;
const GRACE_MS = 5_000;

/**
 * A stream outlives the check at its beginning: what was revoked since (session, membership, key) ends it within ten
 * seconds, by `end`; a listener that does not read the rest is cut. While nobody can say, because the database is away,
 * it goes on.
 */
export function endOnceRefused(reply: FastifyReply, stillMay: () => Promise<boolean>, end: () => void): void {
  const { raw } = reply;
  const ask = async () => {
    if (await stillMay().catch(() => true)) return;
    end();
    setTimeout(() => raw.writableFinished || raw.destroy(), GRACE_MS).unref();
  };
  const timer = setInterval(() => void ask(), ASK_EVERY_MS).unref();
  raw.once('close', () => clearInterval(timer));
}
