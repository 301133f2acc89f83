import { PaymentGatewayError, type RequestOptions } from '@payment-gateway/sdk';
import { type ActionState, attempt } from './action';
import type { Session } from './session';

/** A page of a list has fewer rows. */
const MAX_IDS = 100;

const idsIn = (form: FormData): string[] =>
  form
    .getAll('ids')
    .flatMap((id) => (typeof id === 'string' ? id : []))
    .slice(0, MAX_IDS);

/**
 * Runs one request for each chosen row, one after the other. A refused row does not stop the others. Each request has a
 * key of its own that follows from the form's, so a form that is sent twice acts once.
 */
export async function forEachChosen(
  form: FormData,
  work: (session: Session, id: string, options: RequestOptions) => Promise<unknown>,
  words: (done: number) => string,
): Promise<ActionState> {
  const ids = idsIn(form);
  if (ids.length === 0) return { error: { description: 'Choose at least one row.' } };
  return attempt(form, async (session, options) => {
    const refusals: PaymentGatewayError[] = [];
    for (const id of ids) {
      const own = { ...options, ...(options.idempotencyKey && { idempotencyKey: `${options.idempotencyKey}-${id}` }) };
      await work(session, id, own).catch((error: unknown) => {
        if (!(error instanceof PaymentGatewayError)) throw error;
        refusals.push(error);
      });
    }
    const [first] = refusals;
    if (first && refusals.length === ids.length) throw first;
    const done = words(ids.length - refusals.length);
    return first ? `${done} ${refusals.length} of ${ids.length} were refused: ${first.description}` : done;
  });
}
