import { z } from 'zod';
import { parseDuration } from './duration.js';
import { isRange } from './exposure.js';
import { parseRate } from './rate.js';

export const text = z.string().trim().min(1);
export const testKey = z
  .string()
  .regex(/^key_test_[A-Za-z0-9]{3,50}$/, 'must be key_test_ and 3 to 50 letters or digits');
/** Sent as a bearer token. Shorter keys can be brute-forced. */
export const acquirerKey = z.string().regex(/^[\w.-]{16,200}$/, 'must be 16 to 200 letters, digits or _.-');
export const onOff = z.enum(['on', 'off']);
/** Checked here, so that a wrong scheme stops the boot and not the first mail. */
export const smtpUrl = z
  .string()
  .refine((value) => URL.canParse(value) && /^smtps?:$/.test(new URL(value).protocol), 'must be smtp://… or smtps://…');
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
export const integer = (min: number, max: number) =>
  z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(min).max(max));
export const port = integer(1, 65535);
export const share = z.string().transform(Number).pipe(z.number().min(0).max(1));
export const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);

/** Nodes in the form that ioredis takes. An IPv6 address is in brackets. */
export const hostPorts = list.transform((parts, context) =>
  parts.map((part) => {
    const [, host = '', digits] = /^(\[[0-9a-f:.]+\]|[\w.-]+):(\d{1,5})$/i.exec(part) ?? [];
    if (host === '' || !port.safeParse(digits).success) {
      context.addIssue({ code: 'custom', message: 'must be host:port,host:port' });
      return z.NEVER;
    }
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(digits) };
  }),
);

export const parsedBy = <T>(parse: (value: string) => T) =>
  z.string().transform((value, context) => {
    try {
      return parse(value);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });
export const duration = parsedBy(parseDuration);
export const rate = parsedBy(parseRate);
export const retention = parsedBy((value) => (value === 'off' ? 'off' : parseDuration(value)));
/** Stays text: the retry schedule parses it. */
export const schedule = text.refine(
  (value) => value.split(',').every(isDuration),
  'must be durations such as 0s,1m,5m',
);
export const ranges = list.refine((parts) => parts.every(isRange), 'must be addresses or CIDRs such as 10.0.0.0/8,::1');

function isDuration(part: string): boolean {
  return duration.safeParse(part.trim()).success;
}

/** A variable with a default, which .env.example shows. */
export const variable = <T extends z.ZodType>(about: string, fallback: NoInfer<z.input<T>>, type: T) =>
  type.prefault(fallback).meta({ about, fallback: String(fallback) });
/** A variable that may be absent, or whose default depends on DEMO, as its text says. */
export const optional = <T extends z.ZodType>(about: string, type: T) => type.optional().meta({ about });
