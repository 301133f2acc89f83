import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import type { Mode } from '../../accounts/access/permissions.js';
import { notificationAddress } from '../connectors/notification-address.js';
import { Config } from '../../platform/config/config.module.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { checkChoice, requireCredentials } from './account-choice.js';
import { AccountProbes } from './account-probes.service.js';
import { sealedCredentials, sealedWebhookSecret } from './account-secrets.js';
import type {
  ConnectorAccountDto,
  ConnectorAccountListDto,
  CreateConnectorAccountDto,
  RemovedConnectorAccountDto,
} from './connector-account.dto.js';
import * as sql from './connector-accounts.queries.js';
import { ConnectorCatalogue } from './connector-catalogue.service.js';

const MAX_ACCOUNTS = 50;

export interface AccountBody {
  readonly id: string;
  readonly connector: string;
  readonly body: string;
}

export interface StoredAccount extends AccountBody {
  readonly merchantId: string;
  readonly mode: Mode;
  readonly version: number;
  readonly acquirerAccount: string | null;
  readonly credentialsCipher: string | null;
}

/** A merchant's accounts at acquirers. */
@Injectable()
export class ConnectorAccountsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly secrets: SecretBox,
    private readonly catalogue: ConnectorCatalogue,
    private readonly config: Config,
    private readonly probes: AccountProbes,
  ) {}

  /** The acquirer is asked first. What it refuses is not stored; if it does not respond, the account is stored untested. */
  async create(
    { merchant, actor }: Caller,
    account: CreateConnectorAccountDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<ConnectorAccountDto>> {
    const kind = this.catalogue.choose(account.connector, merchant.mode);
    checkChoice(kind, merchant.mode, account);
    requireCredentials(kind, account.credentials);
    const claim = this.idempotency.keyFor(key, merchant.id);
    const stored = claim && (await this.idempotency.replay<ConnectorAccountDto>(claim));
    if (stored) return stored;
    const id = newId('ca');
    const probed = { id, merchantId: merchant.id, mode: merchant.mode, connector: kind.name };
    const probe = await this.probes.probe(probed, account.credentials ?? null);
    if (!probe.ok && probe.reason === 'credentials_refused')
      throw new ApiError('credentials_refused', probe.description, { field: 'credentials' });
    const row = {
      merchant_id: merchant.id,
      id,
      mode: merchant.mode,
      acquirer_account: probe.ok ? probe.acquirerAccount : null,
      test_result: this.probes.resultOf(probed, null, probe),
      connector: kind.name,
      label: account.label,
      methods: distinct(account.methods),
      currencies: distinct(account.currencies),
      priority: account.priority ?? 0,
      created_by: actor,
      ...(account.credentials && sealedCredentials(this.secrets, merchant.id, id, kind, account.credentials)),
      ...(account.webhook_secret && sealedWebhookSecret(this.secrets, merchant.id, id, account.webhook_secret)),
    };
    return this.idempotency.once<ConnectorAccountDto>(claim, 201, async (tx) => {
      await tx.query(sql.LOCK_MERCHANT, [merchant.id]);
      const [created] = await tx.query<AccountBody>(sql.CREATE, [JSON.stringify(row), MAX_ACCOUNTS]);
      if (!created) throw new ApiError('limit_reached', `At most ${MAX_ACCOUNTS} connector accounts: remove one first`);
      return { id, body: this.bodyOf(created) };
    });
  }

  async list({ merchant }: Caller): Promise<StoredResponse<ConnectorAccountListDto>> {
    const found = await this.rows(merchant.id);
    if (found.length > 0 || merchant.mode === 'live') return listOf(found);
    await this.ensureSimulated(merchant.id);
    return listOf(await this.rows(merchant.id));
  }

  async get({ merchant }: Caller, id: string): Promise<StoredResponse<ConnectorAccountDto>> {
    return new StoredResponse(this.bodyOf(await this.find(this.database, merchant.id, id)));
  }

  /** Hides it. Its credentials stay sealed, because charges made with it may still be refunded or looked up. */
  remove({ merchant }: Caller, id: string, key: GivenKey | null): Promise<StoredResponse<RemovedConnectorAccountDto>> {
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    return this.idempotency.once<RemovedConnectorAccountDto>(keyClaim, 200, async (tx) => {
      const [removed] = await tx.query<{ id: string }>(sql.REMOVE, [merchant.id, id]);
      return { id, body: JSON.stringify({ id: (removed ?? notFound()).id, deleted: true }) };
    });
  }

  /**
   * Gives a test merchant that never had an account its simulated one. Any number of calls at once make one; a merchant
   * that removed it gets no other. True if this call made it.
   */
  async ensureSimulated(merchantId: string): Promise<boolean> {
    return (await this.database.query(sql.ENSURE_SIMULATED, [merchantId, newId('ca')])).length > 0;
  }

  async find(tx: Pick<Tx, 'query'>, merchantId: string, id: string): Promise<StoredAccount> {
    const [found] = await tx.query<StoredAccount>(sql.GET, [merchantId, id]);
    return found ?? notFound();
  }

  bodyOf({ id, connector, body }: AccountBody): string {
    const derived = this.catalogue.kind(connector)?.derivesWebhookSecret && { has_webhook_secret: true };
    const notificationUrl = this.notificationUrl(connector, id);
    return JSON.stringify({ ...(JSON.parse(body) as object), ...derived, notification_url: notificationUrl });
  }

  private async rows(merchantId: string): Promise<string[]> {
    return (await this.database.query<AccountBody>(sql.LIST, [merchantId, MAX_ACCOUNTS])).map((row) =>
      this.bodyOf(row),
    );
  }

  private notificationUrl(connector: string, id: string): string | null {
    if (!this.catalogue.kind(connector)?.notifications) return null;
    return notificationAddress(this.config.PUBLIC_API_URL, connector, id);
  }
}

export const distinct = <T>(values: readonly T[] | null | undefined): T[] | null =>
  values ? [...new Set(values)] : null;

const listOf = (bodies: readonly string[]) =>
  new StoredResponse<ConnectorAccountListDto>(`{"data":[${bodies.join(',')}]}`);

export function notFound(): never {
  throw new ApiError('connector_account_not_found', 'Connector account not found');
}
