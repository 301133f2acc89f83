import { secretPlace as apiKeyPlace } from '../accounts/api-keys/api-key-secret.js';
import { totpPlace } from '../accounts/factors/totp.js';
import { returnSecretPlace } from '../accounts/merchants/return-secret.js';
import { webhookSecretPlace } from '../acquiring/connector-accounts/account-secrets.js';
import { credentialsPlace } from '../acquiring/connectors/account-credentials.js';
import { headersPlace, secretPlace as endpointPlace } from '../messaging/webhooks/endpoints/endpoint-secrets.js';
import { responsePlace } from '../platform/idempotency/idempotency.service.js';
import { mailLinkPlace } from '../platform/mail/mail-outbox.js';
import type { SealedPlace } from '../platform/secrets/secret-box.js';

type Row = Readonly<Record<string, string>>;

/** A column whose values SecretBox seals. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The primary key, with the types of its columns. */
  readonly key: Readonly<Record<string, 'uuid' | 'text'>>;
  /** Condition on the rows whose value is sealed, if not all are. */
  readonly where?: string;
  readonly place: (row: Row) => SealedPlace;
}

const OWNED = { merchant_id: 'uuid', id: 'text' } as const;
const owned = (place: (merchantId: string, id: string) => SealedPlace) => (row: Row) =>
  place(row['merchant_id'] ?? '', row['id'] ?? '');

/** Every sealed column of the schema: `reencrypt` reads this list. A test compares it with the schema. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'api_keys',
    column: 'secret_cipher',
    key: OWNED,
    place: owned(apiKeyPlace),
  },
  {
    table: 'merchants',
    column: 'return_secret_cipher',
    key: { id: 'uuid' },
    place: (row) => returnSecretPlace(row['id'] ?? ''),
  },
  { table: 'webhook_endpoints', column: 'secret_cipher', key: OWNED, place: owned(endpointPlace) },
  { table: 'webhook_endpoints', column: 'previous_secret_cipher', key: OWNED, place: owned(endpointPlace) },
  { table: 'webhook_endpoints', column: 'headers_cipher', key: OWNED, place: owned(headersPlace) },
  { table: 'connector_accounts', column: 'credentials_cipher', key: OWNED, place: owned(credentialsPlace) },
  { table: 'connector_accounts', column: 'webhook_secret_cipher', key: OWNED, place: owned(webhookSecretPlace) },
  {
    table: 'connector_accounts',
    column: 'previous_webhook_secret_cipher',
    key: OWNED,
    place: owned(webhookSecretPlace),
  },
  {
    table: 'totp_factors',
    column: 'secret_cipher',
    key: { user_id: 'uuid' },
    place: (row) => totpPlace(row['user_id'] ?? ''),
  },
  { table: 'mails', column: 'secret_cipher', key: { id: 'uuid' }, place: (row) => mailLinkPlace(row['id'] ?? '') },
  {
    table: 'idempotency_keys',
    column: 'body',
    key: { merchant_id: 'uuid', scope: 'text', key: 'text' },
    where: 'body_encrypted',
    place: (row) =>
      responsePlace({ merchantId: row['merchant_id'] ?? '', scope: row['scope'] ?? '', key: row['key'] ?? '' }),
  },
];

/** Names of sealed columns, and of flags that mark sealed values. The test searches the schema for them. */
export const SEALED_NAME = /(_cipher|_sealed|_encrypted)$/;
