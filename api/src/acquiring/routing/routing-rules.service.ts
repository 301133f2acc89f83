import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { DECLINE_CLASS_NAMES, DECLINE_CLASSES, isRetriedElsewhere } from './decline-classes.js';
import { findingWords, routeOf } from './route.js';
import type { RoutedPayment, RoutingRule } from './routed-payment.js';
import { Router } from './router.service.js';
import type {
  ExplainedRouteDto,
  ExplainRouteDto,
  PutRoutingRulesDto,
  RoutingRuleDto,
  RoutingRuleInputDto,
  RoutingRulesDto,
} from './routing.dto.js';
import { GET, LOCK, PUT } from './routing.queries.js';
import { ruleFault } from './rule-faults.js';

interface StoredRules {
  version: number;
  rules: RoutingRuleDto[];
  retry_elsewhere: string[] | null;
  updated_by: string | null;
  updated_at: string | null;
}
const NO_RULES: StoredRules = { version: 0, rules: [], retry_elsewhere: null, updated_by: null, updated_at: null };

/** The routing rules of a merchant: one document, replaced as a whole. */
@Injectable()
export class RoutingRulesService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly router: Router,
  ) {}

  async get({ merchant }: Caller): Promise<StoredResponse<RoutingRulesDto>> {
    const [stored] = await this.database.query<{ body: string }>(GET, [merchant.id]);
    return new StoredResponse(bodyOf(stored ? (JSON.parse(stored.body) as StoredRules) : NO_RULES));
  }

  put(
    { merchant, actor }: Caller,
    given: PutRoutingRulesDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<RoutingRulesDto>> {
    const rules = given.rules.map(storedRule);
    const claim = this.idempotency.keyFor(key, merchant.id);
    return this.idempotency.once<RoutingRulesDto>(claim, 200, async (tx) => {
      await tx.query(LOCK, [merchant.id]);
      const { accounts } = await this.router.load(merchant.id, tx);
      const fault = ruleFault(rules, accounts);
      if (fault) throw new ApiError(fault.reason, fault.description, { field: fault.field });
      const values = [merchant.id, JSON.stringify(rules), given.retry_elsewhere ?? null, given.version, actor];
      const [stored] = await tx.query<{ body: string }>(PUT, values);
      if (!stored) {
        const description = 'The routing rules were changed since you read them: read them, and send the new version';
        throw new ApiError('routing_rules_changed', description, { field: 'version' });
      }
      return { id: merchant.id, body: bodyOf(JSON.parse(stored.body) as StoredRules) };
    });
  }

  /** Where a payment would go now, and why. Nothing is stored. */
  async explain({ merchant }: Caller, asked: ExplainRouteDto): Promise<ExplainedRouteDto> {
    const { method = null, flow, amount, currency = 'INR', capture = 'automatic' } = asked;
    // Only the simulated acquirer takes a card or UPI address from the gateway: everything else is paid on a page.
    const isPage = flow === 'redirect' || method === null || merchant.mode === 'live';
    const payment: RoutedPayment = {
      method,
      flow: isPage ? 'redirect' : null,
      connector: 'simulated',
      amount,
      currency,
      capture,
    };
    const decision = this.router.preview(await this.router.load(merchant.id), payment);
    const route = routeOf(decision);
    return {
      account_id: decision.account?.id ?? null,
      account_label: decision.account?.label ?? null,
      reason: route?.reason ?? null,
      rule: decision.rule?.name ?? null,
      description: route?.description ?? noneWords(decision.rule?.name),
      candidates: decision.candidates.map(({ accountId, label, finding, score }) => ({
        ...{ account_id: accountId, account_label: label, finding, description: findingWords(finding), score },
      })),
    };
  }
}

const noneWords = (rule: string | undefined) =>
  `No connection${rule === undefined ? '' : ` of the rule ${rule}`} takes this payment: it would fail with no_connection.`;

const storedRule = (rule: RoutingRuleInputDto): RoutingRule => ({
  name: rule.name,
  methods: rule.methods ?? null,
  currencies: rule.currencies ?? null,
  min_amount: rule.min_amount ?? null,
  max_amount: rule.max_amount ?? null,
  accounts: rule.accounts,
});

function bodyOf({ version, rules, retry_elsewhere: chosen, updated_by, updated_at }: StoredRules): string {
  const decline_classes = DECLINE_CLASS_NAMES.map((reason) => ({
    reason,
    retry_elsewhere: isRetriedElsewhere(chosen, reason),
    ...DECLINE_CLASSES[reason],
  }));
  return JSON.stringify({ version, rules, decline_classes, updated_by, updated_at } satisfies RoutingRulesDto);
}
