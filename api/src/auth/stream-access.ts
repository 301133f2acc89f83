import type { FastifyReply } from 'fastify';

const ASK_EVERY_MS = 10_000;

/**
 * A stream outlives the check at its beginning: what was revoked since (session, membership, key) ends it within ten
 * seconds. While nobody can say, because the database is away, it goes on.
 */
export function endOnceRefused(reply: FastifyReply, stillMay: () => Promise<boolean>): void {
  const ask = async () => {
    if (!(await stillMay().catch(() => true))) reply.raw.destroy();
  };
  const timer = setInterval(() => void ask(), ASK_EVERY_MS).unref();
  reply.raw.once('close', () => clearInterval(timer));
}
