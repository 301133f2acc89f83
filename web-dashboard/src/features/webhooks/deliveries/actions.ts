'use server';

import { type ActionState, attempt } from '../../../lib/action';
import { forEachChosen } from '../../../lib/bulk';
import { wordsOf } from '../../../lib/format';
import type { DeliveryDetail } from '../../../lib/types';

const RESULT_TIMEOUT_MS = 3_000;
const POLL_INTERVAL_MS = 200;

export async function retryDelivery(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    const before = (await gateway.webhookLogs.get(id, options)).history.length;
    await gateway.webhookLogs.retry(id, options);
    // Most receivers respond within this time, so the message can include the attempt's result.
    for (const giveUpAt = Date.now() + RESULT_TIMEOUT_MS; Date.now() < giveUpAt;) {
      await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
      const { history } = await gateway.webhookLogs.get(id, options);
      if (history.length > before) return resultOf(history.at(-1));
    }
    return 'On its way.';
  });
}

export async function retryChosen(_: ActionState, form: FormData): Promise<ActionState> {
  return forEachChosen(
    form,
    ({ gateway }, id, options) => gateway.webhookLogs.retry(id, options),
    (done) => (done === 1 ? '1 delivery is on its way.' : `${done} deliveries are on their way.`),
  );
}

function resultOf(last: DeliveryDetail['history'][number] | undefined): string {
  if (!last?.error) return 'Delivered.';
  return `Not delivered: ${last.responseCode ?? wordsOf(last.error).toLowerCase()}. It is retried on a schedule.`;
}
