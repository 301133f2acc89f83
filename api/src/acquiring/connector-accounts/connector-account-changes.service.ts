import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { openCredentials } from '../connectors/account-credentials.js';
import type { ConnectorKind, Credentials, Probe } from '../connectors/connector-entry.js';
import { checkChoice } from './account-choice.js';
import { AccountProbes, belongsElsewhere } from './account-probes.service.js';
import { sealedCredentials, sealedWebhookSecret } from './account-secrets.js';
import type { ConnectorAccountDto, UpdateConnectorAccountDto } from './connector-account.dto.js';
import * as sql from './connector-accounts.queries.js';
import {
  type AccountBody,
  ConnectorAccountsService,
  distinct,
  notFound,
  type StoredAccount,
} from './connector-accounts.service.js';
import { ConnectorCatalogue } from './connector-catalogue.service.js';

interface LockedAccount {
  label: string;
  methods: string[] | null;
  currencies: string[] | null;
  priority: number;
  enabled: boolean;
  acquirer_account: string | null;
  credentials_cipher: string | null;
  credentials_last4: string | null;
  webhook_secret_cipher: string | null;
  webhook_secret_last4: string | null;
  previous_webhook_secret_cipher: string | null;
  previous_webhook_secret_last4: string | null;
}

/** Changes accounts and tests them. Calls to the acquirer are made before the transaction that records them. */
@Injectable()
export class ConnectorAccountChangesService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly secrets: SecretBox,
    private readonly catalogue: ConnectorCatalogue,
    private readonly accounts: ConnectorAccountsService,
    private readonly probes: AccountProbes,
  ) {}

  async update(
    { merchant }: Caller,
    id: string,
    patch: UpdateConnectorAccountDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<ConnectorAccountDto>> {
    const claim = this.idempotency.keyFor(key, merchant.id);
    const stored = claim && (await this.idempotency.replay<ConnectorAccountDto>(claim));
    if (stored) return stored;
    const account = await this.accounts.find(this.database, merchant.id, id);
    const kind = this.kindOf(account);
    checkChoice(kind, merchant.mode, patch);
    const tested = patch.credentials ? await this.accepted(account, patch.credentials) : null;
    const acquirerAccount = tested?.acquirerAccount ?? null;
    return this.idempotency.once<ConnectorAccountDto>(claim, 200, async (tx) => {
      const before = await this.lock(tx, merchant.id, id);
      refuseAnotherAccount(before.acquirer_account, acquirerAccount);
      const after = this.changed(before, patch, { merchantId: merchant.id, id, kind, acquirerAccount });
      if (isDeepStrictEqual(after, before)) {
        return { id, body: this.accounts.bodyOf(await this.accounts.find(tx, merchant.id, id)) };
      }
      const row = JSON.stringify({ ...after, tested: tested && this.probes.resultOf(account, null, tested) });
      const [updated] = await tx.query<AccountBody>(sql.UPDATE, [merchant.id, id, row]);
      return { id, body: this.accounts.bodyOf(updated ?? notFound()) };
    });
  }

  /** Calls the acquirer without effect, and stores the result. */
  async test({ merchant }: Caller, id: string, key: GivenKey | null): Promise<StoredResponse<ConnectorAccountDto>> {
    const claim = this.idempotency.keyFor(key, merchant.id);
    const stored = claim && (await this.idempotency.replay<ConnectorAccountDto>(claim));
    if (stored) return stored;
    const account = await this.accounts.find(this.database, merchant.id, id);
    const probe = await this.probes.probe(account, this.credentialsOf(account));
    const result = this.probes.resultOf(account, account.acquirerAccount, probe);
    const acquirerAccount = result.ok && probe.ok ? probe.acquirerAccount : null;
    const values = [merchant.id, id, account.version, JSON.stringify(result), acquirerAccount];
    return this.idempotency.once<ConnectorAccountDto>(claim, 200, async (tx) => {
      const [recorded] = await tx.query<AccountBody>(sql.RECORD_TEST, values);
      if (recorded) return { id, body: this.accounts.bodyOf(recorded) };
      await this.accounts.find(tx, merchant.id, id);
      throw new ApiError('connector_account_changed', 'The account was changed during its test: test it again');
    });
  }

  /** New credentials, which the acquirer accepts for the same account of its own. */
  private async accepted(account: StoredAccount, credentials: Credentials): Promise<Extract<Probe, { ok: true }>> {
    const probe = await this.probes.probe(account, credentials);
    if (!probe.ok) {
      const description = `${probe.description}. The former credentials are still in use`;
      throw new ApiError('credentials_refused', description, { field: 'credentials' });
    }
    refuseAnotherAccount(account.acquirerAccount ?? (await this.presentAccount(account)), probe.acquirerAccount);
    return probe;
  }

  /** The acquirer's id of an account that was never tested; null if its credentials are not accepted. */
  private async presentAccount(account: StoredAccount): Promise<string | null> {
    const probe = await this.probes.probe(account, this.credentialsOf(account));
    return probe.ok ? probe.acquirerAccount : null;
  }

  private credentialsOf({ merchantId, id, credentialsCipher }: StoredAccount): Credentials | null {
    return openCredentials(this.secrets, merchantId, id, credentialsCipher);
  }

  private changed(
    before: LockedAccount,
    patch: UpdateConnectorAccountDto,
    { merchantId, id, kind, acquirerAccount }: Target,
  ): LockedAccount {
    const { label, priority, enabled, credentials, webhook_secret: secret } = patch;
    const drop = patch.drop_previous_webhook_secret === true;
    return {
      ...before,
      label: label ?? before.label,
      methods: patch.methods === undefined ? before.methods : distinct(patch.methods),
      currencies: patch.currencies === undefined ? before.currencies : distinct(patch.currencies),
      priority: priority ?? before.priority,
      enabled: enabled ?? before.enabled,
      acquirer_account: before.acquirer_account ?? acquirerAccount,
      ...(credentials && sealedCredentials(this.secrets, merchantId, id, kind, credentials)),
      ...(secret !== undefined && {
        previous_webhook_secret_cipher: before.webhook_secret_cipher,
        previous_webhook_secret_last4: before.webhook_secret_last4,
        ...sealedWebhookSecret(this.secrets, merchantId, id, secret),
      }),
      ...(drop && { previous_webhook_secret_cipher: null, previous_webhook_secret_last4: null }),
    };
  }

  private async lock(tx: Tx, merchantId: string, id: string): Promise<LockedAccount> {
    const [locked] = await tx.query<LockedAccount>(sql.LOCK, [merchantId, id]);
    return locked ?? notFound();
  }

  private kindOf({ connector }: AccountBody): ConnectorKind {
    const kind = this.catalogue.kind(connector);
    if (!kind) throw new Error(`No connector is called ${connector}`);
    return kind;
  }
}

interface Target {
  merchantId: string;
  id: string;
  kind: ConnectorKind;
  acquirerAccount: string | null;
}

function refuseAnotherAccount(known: string | null, found: string | null): void {
  if (!belongsElsewhere(known, found)) return;
  const description = `The credentials belong to ${found}, this account to ${known}: add an account for them`;
  throw new ApiError('another_acquirer_account', description, { field: 'credentials' });
}
