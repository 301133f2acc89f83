import { ValidateBy, type ValidationOptions } from 'class-validator';

const MAX_ORIGIN_LENGTH = 255;
const LOOPBACK = /^(localhost|[^/]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** An origin as browsers write it: only scheme, host and port; https, or http on this machine. */
export function isWebOrigin(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > MAX_ORIGIN_LENGTH || !URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  if (origin !== text || /[*;,']/.test(text)) return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

export function IsWebOrigin(options?: ValidationOptions): PropertyDecorator {
  const message = '$property must hold origins such as https://shop.example, without a path (http on localhost alone)';
  return ValidateBy(
    { name: 'isWebOrigin', validator: { validate: isWebOrigin, defaultMessage: () => message } },
    options,
  );
}
