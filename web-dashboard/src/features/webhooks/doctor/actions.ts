'use server';

import { PaymentGatewayError } from '@payment-gateway/sdk';
import { onBehalfOf, readSession } from '../../../lib/session';
import { ADVICE } from './advice';
import { diagnose, type Diagnosis, parseHeaders, type SignatureInput } from './diagnosis';

export interface CheckState {
  /** `as_sent`: of a delivery of the log, before anything was changed. */
  diagnosis?: Diagnosis | 'as_sent';
  title?: string;
  text?: string;
  /** The input, but the secret: a form that was sent without scripts shows it again. */
  given?: { body: string; headers: string; computed: string };
}

const raw = (form: FormData, name: string) => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

const MAX_ENDPOINTS = 50;

export async function checkSignature(_: CheckState, form: FormData): Promise<CheckState> {
  // A form sends line breaks as CRLF; the body of a webhook contains none.
  const input: SignatureInput = {
    body: raw(form, 'body').replace(/\r\n/g, '\n'),
    headers: parseHeaders(raw(form, 'headers')),
    secret: raw(form, 'secret').trim(),
    computed: raw(form, 'computed'),
  };
  const first = diagnose(input);
  const diagnosis =
    first === 'probably_wrong_secret' ? diagnose({ ...input, ownSecrets: await readableSecrets() }) : first;
  const given = { body: raw(form, 'body'), headers: raw(form, 'headers'), computed: raw(form, 'computed') };
  return { diagnosis, ...ADVICE[diagnosis], given };
}

/** Secrets of a test merchant, if the user may see them; those of a live merchant cannot be read. */
async function readableSecrets(): Promise<string[]> {
  const { gateway } = await readSession();
  const options = await onBehalfOf();
  try {
    const { data } = await gateway.endpoints.list({ limit: MAX_ENDPOINTS }, options);
    const endpoints = await Promise.all(data.map(({ id }) => gateway.endpoints.get(id, options)));
    return endpoints.flatMap(({ secret }) => secret ?? []);
  } catch (error) {
    if (error instanceof PaymentGatewayError) return []; // the diagnosis continues without the secrets
    throw error;
  }
}
