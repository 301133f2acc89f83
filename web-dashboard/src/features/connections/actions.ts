'use server';

import { type ActionState, attempt, textIn } from '../../lib/action';
import type { Connection } from '../../lib/types';
import { codesIn, type Offer } from './connection-words';

/** All or none ticked means every method of the connector, including future ones. */
function methodsIn(form: FormData, { methods }: Offer): Connection['methods'] {
  const chosen = methods.filter((method) => form.getAll('methods').includes(method));
  return chosen.length === 0 || chosen.length === methods.length ? null : chosen;
}

/** Absent if every field is empty. */
function credentialsIn(form: FormData, { credentials }: Offer): { credentials?: Record<string, string> } {
  const given = credentials
    .map((name) => [name, textIn(form, `credentials.${name}`)])
    .filter(([, value]) => value !== '');
  return given.length > 0 ? { credentials: Object.fromEntries(given) as Record<string, string> } : {};
}

function fieldsIn(form: FormData, offer: Offer) {
  const secret = textIn(form, 'webhook_secret');
  return {
    label: textIn(form, 'label'),
    methods: methodsIn(form, offer),
    currencies: codesIn(textIn(form, 'currencies')),
    priority: Number(textIn(form, 'priority') || 0),
    ...credentialsIn(form, offer),
    ...(secret && { webhookSecret: secret }),
  };
}

export async function createConnection(
  connector: string,
  offer: Offer,
  _: ActionState,
  form: FormData,
): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    const fields = { connector: connector as Connection['connector'], ...fieldsIn(form, offer) };
    const { label, testResult } = await gateway.connectorAccounts.create(fields, options);
    return testResult?.ok
      ? `${label} is added: ${testResult.description}.`
      : `${label} is added, but not tested: ${testResult?.description ?? ''}. Test it before it takes payments.`;
  });
}

export async function saveConnection(id: string, offer: Offer, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    const drop = form.get('drop_previous_webhook_secret') === 'on';
    const change = { ...fieldsIn(form, offer), ...(drop && { dropPreviousWebhookSecret: true }) };
    await gateway.connectorAccounts.update(id, change, options);
    return 'Saved.';
  });
}

export async function switchConnection(
  id: string,
  enabled: boolean,
  _: ActionState,
  form: FormData,
): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    await gateway.connectorAccounts.update(id, { enabled }, options);
    return enabled ? 'Enabled.' : 'Disabled. It takes no new payments.';
  });
}

/** A failed test is a result, which the page shows after it is read again. */
export async function testConnection(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    const { testResult } = await gateway.connectorAccounts.test(id, options);
    return testResult?.ok ? `${testResult.description}.` : {};
  });
}

export async function removeConnection(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    await gateway.connectorAccounts.remove(id, options);
    return 'Removed.';
  });
}
