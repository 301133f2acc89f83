import { Injectable, Logger } from '@nestjs/common';
import type { Credentials, Probe } from '../connectors/connector-entry.js';
import type { AccountTestDto } from './connector-account.dto.js';
import { ConnectorCatalogue, type ProbedAccount } from './connector-catalogue.service.js';

/** Harmless calls to acquirers, which say whether they accept an account's credentials. */
@Injectable()
export class AccountProbes {
  private readonly logger = new Logger(AccountProbes.name);

  constructor(private readonly catalogue: ConnectorCatalogue) {}

  /** `credentials` are null if the account has none. An error is no response. */
  async probe(account: ProbedAccount, credentials: Credentials | null): Promise<Probe> {
    try {
      return await this.catalogue.probe(account, credentials);
    } catch (error) {
      // Only its name: the message of a client's error may quote the request with its credentials.
      const name = error instanceof Error ? error.name : typeof error;
      this.logger.error(`The test of connector account ${account.id} failed: ${name}`);
      const description = `${this.titleOf(account)} does not respond`;
      return { ok: false, reason: 'no_response', description };
    }
  }

  /** What is stored. `known`: the acquirer's id of the account as it is stored; null before the first successful test. */
  resultOf(account: ProbedAccount, known: string | null, probe: Probe): AccountTestDto {
    if (!probe.ok) return { ok: false, reason: probe.reason, description: probe.description };
    if (belongsElsewhere(known, probe.acquirerAccount)) {
      const description = `The credentials belong to ${probe.acquirerAccount} now, this account to ${known}: add an account`;
      return { ok: false, reason: 'other_account', description };
    }
    return { ok: true, reason: 'accepted', description: `${this.titleOf(account)} responds` };
  }

  private titleOf({ connector }: ProbedAccount): string {
    return this.catalogue.kind(connector)?.title ?? connector;
  }
}

export const belongsElsewhere = (known: string | null, found: string | null): boolean =>
  known !== null && found !== null && found !== known;
