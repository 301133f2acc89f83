export const LOCALE = 'en-IN';
const DAY = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' });
const MOMENT = new Intl.DateTimeFormat(LOCALE, {
  dateStyle: 'medium',
  timeStyle: 'medium',
  hourCycle: 'h23',
  timeZone: 'UTC',
});
const AGO = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

export const countOf = (count: number) => new Intl.NumberFormat(LOCALE).format(count);
export const percentOf = (share: number | null) =>
  share === null ? '–' : new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 }).format(share);
export const dayOf = (time: string | Date) => DAY.format(new Date(time));
export const momentOf = (time: string | Date) => `${MOMENT.format(new Date(time))} UTC`;

/** `5 min. ago`, `in 2 hr.`; beyond a month the day. */
export function agoOf(time: string, now = Date.now()): string {
  const seconds = Math.round((new Date(time).getTime() - now) / 1000);
  if (Math.abs(seconds) > 30 * 86_400) return dayOf(time);
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return AGO.format(Math.trunc(seconds / size), unit);
}

/** `insufficient_funds` as people write it. */
export const wordsOf = (name: string) => {
  const text = name.replaceAll('_', ' ').replace(/\bupi\b/, 'UPI');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
