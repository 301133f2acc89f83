import type { DataSource } from 'typeorm';
import { hashPassword, isPassword } from '../users/password.js';
import { DEMO_MERCHANT, type DemoSettings } from './demo-merchant.js';

const NAME = 'Test User';

/** Seeds the owner of the demo merchant. Repeating it only sets a changed DEMO_PASSWORD. */
export async function seedDemoUser(source: DataSource, config: DemoSettings): Promise<void> {
  const { TEST_MERCHANT_EMAIL: email, DEMO_PASSWORD: password } = config;
  const [known] = await source.query<{ password_hash: string }[]>(`SELECT password_hash FROM users WHERE email = $1`, [
    email.toLowerCase(),
  ]);
  if (known && (await isPassword(password, known.password_hash))) return;
  await source.query(
    `WITH demo AS (
       INSERT INTO users (email, name, password_hash) VALUES ($2, $3, $4)
       ON CONFLICT (email) DO UPDATE SET password_hash = EXCLUDED.password_hash RETURNING id)
     INSERT INTO memberships (merchant_id, user_id, role) SELECT $1, id, 'owner' FROM demo ON CONFLICT DO NOTHING`,
    [DEMO_MERCHANT.id, email.toLowerCase(), NAME, await hashPassword(password)],
  );
}

/** Refuses to start outside demo runs while the publicly known user can sign in. */
export async function refuseDemoUser(source: DataSource, config: DemoSettings): Promise<void> {
  const emails = [DEMO_MERCHANT.email, config.TEST_MERCHANT_EMAIL.toLowerCase()];
  const known = await source.query<{ email: string; password_hash: string }[]>(
    `SELECT email, password_hash FROM users WHERE email = ANY ($1)`,
    [emails],
  );
  for (const { email, password_hash: hash } of known) {
    if (!(await isPassword(config.DEMO_PASSWORD, hash))) continue;
    throw new Error(
      `DEMO=false, but the database holds the demo user ${email} with its known password: use a fresh ` +
        `database, or lock the account with\n  UPDATE users SET password_hash = 'locked' WHERE email = '${email}'`,
    );
  }
}
