'use server';

import { ADVICE, diagnose, type Diagnosis, parseHeaders } from '../../../../lib/doctor';
import { onBehalfOf, readSession } from '../../../../lib/session';

export interface Examined {
  diagnosis?: Diagnosis;
  title?: string;
  text?: string;
}

const raw = (form: FormData, name: string) => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

export async function examine(_: Examined, form: FormData): Promise<Examined> {
  const { gateway } = await readSession();
  const endpointId = raw(form, 'endpoint_id');
  const endpoint = endpointId
    ? await gateway.endpoints.get(endpointId, await onBehalfOf()).catch(() => undefined)
    : undefined;
  // A form sends line breaks as CRLF; the body of a webhook has none of its own.
  const diagnosis = diagnose({
    body: raw(form, 'body').replace(/\r\n/g, '\n'),
    headers: parseHeaders(raw(form, 'headers')),
    secret: raw(form, 'secret').trim(),
    computed: raw(form, 'computed'),
    endpointSecret: endpoint?.secret,
  });
  return { diagnosis, ...ADVICE[diagnosis] };
}
