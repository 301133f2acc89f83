import { ADDITIONAL_DATA } from './idempotency/idempotency.service.js';
import { secretContext as apiKeyContext } from './merchants/api-key-secret.js';
import { secretContext as endpointContext } from './webhooks/endpoint-secrets.js';

type Row = Readonly<Record<string, string>>;

/** A column whose values SecretBox has sealed. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The primary key, with the types of its columns. */
  readonly key: Readonly<Record<string, 'uuid' | 'text'>>;
  /** Which rows hold a sealed value, where a flag says so. */
  readonly where?: string;
  /** The additional data: the first seals; values of before may open with one of the others. */
  readonly contexts: (row: Row) => readonly [string, ...string[]];
}

const OWNED = { merchant_id: 'uuid', id: 'text' } as const;
const ofEndpoint = (row: Row) => [endpointContext(row['merchant_id'] ?? '', row['id'] ?? '')] as const;

/** Every sealed column of the schema. A new one belongs here, or `reencrypt` leaves it behind: a test compares. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'api_keys',
    column: 'secret_cipher',
    key: OWNED,
    contexts: (row) => [apiKeyContext(row['merchant_id'] ?? '', row['id'] ?? '')],
  },
  { table: 'webhook_endpoints', column: 'secret_cipher', key: OWNED, contexts: ofEndpoint },
  { table: 'webhook_endpoints', column: 'previous_secret_cipher', key: OWNED, contexts: ofEndpoint },
  {
    table: 'idempotency_keys',
    column: 'body',
    key: { merchant_id: 'uuid', scope: 'text', key: 'text' },
    where: 'body_encrypted',
    contexts: () => [ADDITIONAL_DATA],
  },
];

/** How a column that holds sealed values is called, or a flag beside one: what the schema is searched for. */
export const SEALED_NAME = /(_cipher|_sealed|_encrypted)$/;
