const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const made = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', hourCycle: 'h23', ...numeric });
  formats.set(timeZone, made);
  return made;
}

/** The time zone's offset from UTC in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(at);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = ['year', 'month', 'day', 'hour', 'minute'].map((type) =>
    Number(parts.find((part) => part.type === type)?.value),
  );
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

const LOCAL = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2})?$/;

/**
 * The moment of `2026-11-23` (its midnight) or `2026-11-23T10:30` in the time zone; undefined for invalid text. Of an
 * hour that occurs twice the first counts; for a skipped hour the result is the moment of the change.
 */
export function momentIn(local: string, timeZone: string): Date | undefined {
  const [, day, time = 'T00:00'] = LOCAL.exec(local) ?? [];
  const wall = Date.parse(`${day}${time}Z`);
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(`${day}${time}`)) return undefined;
  const [before, after] = [offsetAt(wall - 86_400_000, timeZone), offsetAt(wall + 86_400_000, timeZone)];
  const readings = [wall - Math.max(before, after), wall - Math.min(before, after)];
  return new Date(readings.find((at) => at + offsetAt(at, timeZone) >= wall) ?? wall - before);
}

/** The local time for a field of type datetime-local: `2026-11-23T10:30`. */
export const clockIn = (at: number, timeZone: string) =>
  new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 16);

/** The local time to the second: `2026-11-23 10:30:05`. */
export const stampIn = (at: string, timeZone: string) => {
  const moment = Date.parse(at);
  return new Date(moment + offsetAt(moment, timeZone)).toISOString().slice(0, 19).replace('T', ' ');
};

/** Whether it is of the calendar day that it is now in the time zone. */
export const isToday = (at: string, timeZone: string, now = Date.now()) =>
  clockIn(Date.parse(at), timeZone).slice(0, 10) === clockIn(now, timeZone).slice(0, 10);

/** The next calendar day. */
export const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/** Some runtimes list places by names that the time zone database has replaced. */
const RENAMED: Readonly<Record<string, string>> = {
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Europe/Kiev': 'Europe/Kyiv',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
};

/** Every time zone, always including the chosen one. */
export const timeZones = (chosen: string): string[] =>
  [...new Set(['UTC', chosen, ...Intl.supportedValuesOf('timeZone').map((name) => RENAMED[name] ?? name)])].sort();
