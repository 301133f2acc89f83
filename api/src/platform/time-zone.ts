import { ValidateBy } from 'class-validator';

const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** True for names of the IANA database, such as Asia/Kolkata, and false for offsets such as +05:30. */
export function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string' || !NAME.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const TIME_ZONE_FORMAT = 'time_zone must be the IANA name of a time zone, such as Asia/Kolkata';

export const IsTimeZone = (): PropertyDecorator =>
  ValidateBy({ name: 'isTimeZone', validator: { validate: isTimeZone, defaultMessage: () => TIME_ZONE_FORMAT } });

/** The start of the day of `at` in that time zone. If the clocks skip midnight, the first moment after it. */
export function startOfDay(at: number, timeZone: string): number {
  const local = at + offsetAt(at, timeZone);
  const midnight = Math.floor(local / DAY_MS) * DAY_MS;
  // The offset at midnight may differ from the one at `at`; if midnight is skipped, the offset before it counts.
  const candidates = [
    midnight - offsetAt(at, timeZone),
    midnight - offsetAt(midnight - offsetAt(at, timeZone), timeZone),
  ];
  const first = Math.min(...candidates);
  return first + offsetAt(first, timeZone) < midnight ? Math.max(...candidates) : first;
}

/** The offset from UTC in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(at);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = ['year', 'month', 'day', 'hour', 'minute'].map((type) =>
    Number(parts.find((part) => part.type === type)?.value),
  );
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const made = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', hourCycle: 'h23', ...numeric });
  formats.set(timeZone, made);
  return made;
}
