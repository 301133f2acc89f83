/** A UPI address as NPCI writes it: a name, `@`, the handle of a payment service provider. */
const VPA = /^[a-zA-Z0-9._-]{2,256}@[a-zA-Z][a-zA-Z0-9]{1,63}$/;

export function isVpa(text: unknown): text is string {
  return typeof text === 'string' && VPA.test(text);
}
