import type { DataSource } from 'typeorm';
import { DEMO_MERCHANT } from '../merchants/demo-merchant.js';
import { hashPassword, isPassword } from './password.js';

const NAME = 'Test User';

/** The owner of the demo merchant, with DEMO_PASSWORD; repeating it changes nothing, but for a new DEMO_PASSWORD. */
export async function seedDemoUser(source: DataSource, password: string): Promise<void> {
  const { id, email } = DEMO_MERCHANT;
  const [known] = await source.query<{ password_hash: string }[]>(`SELECT password_hash FROM users WHERE email = $1`, [
    email,
  ]);
  if (known && (await isPassword(password, known.password_hash))) return;
  await source.query(
    `WITH demo AS (
       INSERT INTO users (email, name, password_hash) VALUES ($2, $3, $4)
       ON CONFLICT (email) DO UPDATE SET password_hash = EXCLUDED.password_hash RETURNING id)
     INSERT INTO memberships (merchant_id, user_id, role) SELECT $1, id, 'owner' FROM demo ON CONFLICT DO NOTHING`,
    [id, email, NAME, await hashPassword(password)],
  );
}

/** Outside demo runs the well-known user must not get in. */
export async function refuseDemoUser(source: DataSource, password: string): Promise<void> {
  const [known] = await source.query<{ password_hash: string }[]>(`SELECT password_hash FROM users WHERE email = $1`, [
    DEMO_MERCHANT.email,
  ]);
  if (known && (await isPassword(password, known.password_hash))) {
    throw new Error(
      `DEMO=false, but the database holds the demo user ${DEMO_MERCHANT.email} with its known password: use a fresh ` +
        `database, or lock the account with\n  UPDATE users SET password_hash = 'locked' WHERE email = '${DEMO_MERCHANT.email}'`,
    );
  }
}
