/** Whether a user has a second factor that works; `user` is SQL for their id. */
export const hasFactor = (user: string) =>
  `(EXISTS (SELECT FROM totp_factors f WHERE f.user_id = ${user} AND f.confirmed_at IS NOT NULL)
    OR EXISTS (SELECT FROM passkeys p WHERE p.user_id = ${user}))`;
