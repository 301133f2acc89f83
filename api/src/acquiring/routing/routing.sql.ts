const ms = (time: string) => `(extract(epoch FROM ${time}) * 1000)::float8`;

const HEALTH = (a: string) => `coalesce((SELECT json_agg(json_build_object('method', h.method, 'score', h.score,
    'attempts', h.attempts, 'trips', h.trips, 'passedOverUntil', ${ms('h.passed_over_until')},
    'trialUntil', ${ms('h.trial_until')}) ORDER BY h.method)
  FROM account_health h WHERE h.merchant_id = ${a}.merchant_id AND h.account_id = ${a}.id), '[]')`;

/** All that routing knows of a merchant: `Routing` as JSON. Read with every pick of due payments, so it is never stale. */
export const routingOf = (merchantId: string) => `(SELECT json_build_object('now', ${ms('now()')},
    'version', coalesce((SELECT version FROM routing_rules r WHERE r.merchant_id = ${merchantId}), 0),
    'rules', coalesce((SELECT rules FROM routing_rules r WHERE r.merchant_id = ${merchantId}), '[]'),
    'retryElsewhere', (SELECT retry_elsewhere FROM routing_rules r WHERE r.merchant_id = ${merchantId}),
    'accounts', coalesce((SELECT json_agg(json_build_object('id', a.id, 'label', a.label, 'connector', a.connector,
        'methods', a.methods, 'currencies', a.currencies, 'enabled', a.enabled, 'health', ${HEALTH('a')})
        ORDER BY a.priority, a.id)
      FROM connector_accounts a WHERE a.merchant_id = ${merchantId} AND a.removed_at IS NULL), '[]')))`;

/**
 * What an account `a` that was chosen for a payment `p` must still meet when the charge is opened. A page needs no token,
 * so that it may be of another connector than the payment was made for.
 */
export const stillTakes = (a: string, p: string) => `${a}.enabled AND ${a}.removed_at IS NULL
      AND (${a}.connector = ${p}.connector OR ${p}.flow = 'redirect')
      AND (${a}.methods IS NULL OR ${p}.method IS NULL OR ${p}.method = ANY (${a}.methods))
      AND (${a}.currencies IS NULL OR ${p}.currency = ANY (${a}.currencies))`;
