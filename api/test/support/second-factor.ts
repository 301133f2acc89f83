import { Secret, TOTP } from 'otpauth';
import type { Client } from './client.js';
import type { Gateway } from './gateway.js';

const STEP_MS = 30_000;

/** The code of an authenticator app, some steps from now. */
export const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * STEP_MS });

/** Adds an authenticator app to the user of a fresh session. */
export async function addTotp(api: Client): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret } = (await api.post('/api/v1/second-factor/totp')).json as { secret: string };
  const { status, text, json } = await api.post('/api/v1/second-factor/totp/confirm', { code: codeOf(secret) });
  if (status !== 200) throw new Error(text);
  return { secret, recoveryCodes: json.recovery_codes };
}

/** Forgets the last accepted code, as if its 30 seconds had passed. */
export const forgetStep = (gateway: Gateway, userId: string) =>
  gateway.db.query('UPDATE totp_factors SET last_step = NULL WHERE user_id = $1', [userId]);

/** As if the sessions of a user had proved a factor eleven minutes ago. */
export const makeStale = (gateway: Gateway, userId: string) =>
  gateway.db.query(`UPDATE sessions SET proved_at = now() - interval '11 minutes' WHERE user_id = $1`, [userId]);
