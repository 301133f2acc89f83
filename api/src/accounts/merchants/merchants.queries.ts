import { statement } from '../../platform/database/sql.js';
import { merchantJson } from './merchants.sql.js';

export const GET = statement('merchants_get', `SELECT ${merchantJson('m')} AS body FROM merchants m WHERE m.id = $1`);

/** Columns that a change may set or remove: $9 has a key for each that changes. */
const SET_REMOVABLE = ['brand_color', 'brand_text_color', 'logo', 'support_email', 'support_phone']
  .map((column) => `${column} = CASE WHEN $9::jsonb ? '${column}' THEN $9::jsonb ->> '${column}' ELSE m.${column} END`)
  .join(', ');

/**
 * Null values leave a field unchanged: $2 name, $3 true if $4 is the new email, $5 allowed origins, $6 time zone,
 * $7 UPI collect, $8 locale, $10 receipts by mail, $11 compatible APIs, $12 second factor; $9 JSON object of the branding
 * and contact to set, where null removes.
 * Fails with 22023 if the database does not know the time zone, because statistics could not be read in it.
 */
export const UPDATE = statement(
  'merchants_update',
  `UPDATE merchants m SET name = coalesce($2, m.name), email = CASE WHEN $3::boolean THEN $4 ELSE m.email END,
    allowed_origins = coalesce($5::text[], m.allowed_origins), time_zone = coalesce($6, m.time_zone),
    upi_collect = coalesce($7::boolean, m.upi_collect), locale = coalesce($8, m.locale),
    mail_receipts_since = CASE WHEN coalesce($10::boolean, m.mail_receipts_since IS NOT NULL) THEN coalesce(m.mail_receipts_since, now()) END,
    compatible_apis = coalesce($11::boolean, m.compatible_apis),
    requires_second_factor = coalesce($12::boolean, m.requires_second_factor),
    ${SET_REMOVABLE}, version = m.version + 1, updated_at = now()
   WHERE m.id = $1 AND (now() AT TIME ZONE coalesce($6, 'UTC')) IS NOT NULL RETURNING ${merchantJson('m')} AS body`,
);
