import type { ValidationOptions } from 'class-validator';
import { rule } from '../../../platform/validation/validators.js';

/** Headers that the merchant adds to each delivery, by name. */
export type EndpointHeaders = Record<string, string>;

const MAX_HEADERS = 20;
const MAX_NAME_LENGTH = 100;
const MAX_VALUE_LENGTH = 2_000;
/** RFC 9110 §5.1 and §5.5: a token; visible ASCII, with blanks only inside. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;
const HIDDEN = '[hidden]';

/** Headers that the gateway sets, that belong to a connection, or that a proxy in front of the receiver trusts. */
const RESERVED =
  /^(?:content-.*|host|user-agent|accept-encoding|connection|keep-alive|upgrade|te|trailer|transfer-encoding|expect|http2-settings|proxy-.*|forwarded|x-forwarded-.*|x-real-ip|webhook-.*|x-webhook-.*|traceparent|tracestate)$/i;

/** The first fault of the headers, or null. */
export function headersFault(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'must be an object of names and values';
  const pairs = Object.entries(value);
  if (pairs.length > MAX_HEADERS) return `must have at most ${MAX_HEADERS} headers`;
  const names = new Set(pairs.map(([name]) => name.toLowerCase()));
  if (names.size < pairs.length) return 'must name each header once, in capitals or not';
  return pairs.map(([name, text]) => pairFault(name, text)).find((fault) => fault !== null) ?? null;
}

function pairFault(name: string, text: unknown): string | null {
  if (name.length > MAX_NAME_LENGTH || !NAME.test(name))
    return `must have names of letters, digits and hyphens, at most ${MAX_NAME_LENGTH} characters long`;
  if (RESERVED.test(name)) return `must not set ${name}: the gateway, the connection or a proxy sets it`;
  if (typeof text !== 'string' || text.length > MAX_VALUE_LENGTH || !VALUE.test(text))
    return `must have values of printable ASCII, 1 to ${MAX_VALUE_LENGTH} characters long, without blanks at the ends`;
  return null;
}

export function IsEndpointHeaders(options?: ValidationOptions): PropertyDecorator {
  return rule('isEndpointHeaders', options, (value) => {
    const fault = headersFault(value);
    return fault && `$property ${fault}`;
  });
}

/** For the delivery log: only the names, because a value may be a credential of the receiver. */
export const withoutValues = (headers: EndpointHeaders): EndpointHeaders =>
  Object.fromEntries(Object.keys(headers).map((name) => [name, HIDDEN]));
