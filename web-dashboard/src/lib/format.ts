import { localeOfPage, numbersOf } from './locale';

const DAY = { dateStyle: 'medium' } as const;
const MOMENT = { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' } as const;
const ZONE = { timeZoneName: 'short' } as const;
const AGO = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const formats = new Map<string, Intl.DateTimeFormat>();
/** Cached, because creating a format takes longer than using it a hundred times. */
function formatIn(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${Object.entries(options).join(' ')}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formats.set(key, made);
  return made;
}

// Each format takes the locale of the page unless it is given: in the browser it must be (`useLocale`).

export const countOf = (count: number, locale = localeOfPage()) =>
  new Intl.NumberFormat(numbersOf(locale)).format(count);
export const percentOf = (share: number | null, locale = localeOfPage()) =>
  share === null
    ? '–'
    : new Intl.NumberFormat(numbersOf(locale), { style: 'percent', maximumFractionDigits: 1 }).format(share);
/** The difference of two shares: `1.2 pp`. */
export const pointsOf = (share: number, locale = localeOfPage()) =>
  `${new Intl.NumberFormat(numbersOf(locale), { maximumFractionDigits: 1 }).format(share * 100)} pp`;
export const dayOf = (time: string | number | Date, timeZone: string, locale = localeOfPage()) =>
  formatIn(locale, timeZone, DAY).format(new Date(time));

const SHORT_DAY = { day: 'numeric', month: 'short' } as const;
const HOUR = { ...SHORT_DAY, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** The begin of an hour or a day on a chart: `23 Nov`, or `23 Nov, 15:00`. */
export const bucketOf = (from: string, timeZone: string, isHourly: boolean, locale = localeOfPage()) =>
  formatIn(locale, timeZone, isHourly ? HOUR : SHORT_DAY).format(new Date(from));

/** `23 Nov 2026, 15:50:30 IST`: in the merchant's time zone, with its name. */
export function momentOf(time: string | Date, timeZone: string, locale = localeOfPage()): string {
  const at = new Date(time);
  const zone = formatIn(locale, timeZone, ZONE)
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return `${formatIn(locale, timeZone, MOMENT).format(at)} ${zone}`;
}

const CLOCK = { hour: 'numeric', minute: '2-digit' } as const;

/** `30 Nov`; with the year if it is not this one. */
export function dayMonthOf(time: string, timeZone: string, locale = localeOfPage(), now = Date.now()): string {
  const yearOf = (at: string | number) => formatIn(locale, timeZone, { year: 'numeric' }).format(new Date(at));
  const day = yearOf(time) === yearOf(now) ? SHORT_DAY : { ...SHORT_DAY, year: 'numeric' as const };
  return formatIn(locale, timeZone, day).format(new Date(time));
}

/** `7:50 pm`. */
export const timeOf = (time: string, timeZone: string, locale = localeOfPage()) =>
  formatIn(locale, timeZone, CLOCK).format(new Date(time));

/** `7:50:34 pm`. */
export const clockOf = (time: string, timeZone: string, locale = localeOfPage()) =>
  formatIn(locale, timeZone, { ...CLOCK, second: '2-digit' }).format(new Date(time));

/** `5 min. ago`, `in 2 hr.`; beyond a month the date. */
export function agoOf(time: string, timeZone: string, locale = localeOfPage(), now = Date.now()): string {
  const seconds = Math.round((new Date(time).getTime() - now) / 1000);
  if (Math.abs(seconds) > 30 * 86_400) return dayOf(time, timeZone, locale);
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return AGO.format(Math.trunc(seconds / size), unit);
}

/** `2026-11-23 10:20:30 UTC`. */
export const utcOf = (time: string) => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** `insufficient_funds` becomes `Insufficient funds`. */
export const wordsOf = (name: string) => {
  const text = name.replaceAll('_', ' ').replace(/\bupi\b/, 'UPI');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
