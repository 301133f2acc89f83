import { languageOf } from './locale';

/** A time with its time zone, in Latin digits: `30 Nov 2026, 9:14 pm IST`. */
export function timeIn(at: string, timeZone: string, locale: string): string {
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const clock = { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const;
  const format = new Intl.DateTimeFormat(`${languageOf(locale)}-IN-u-nu-latn`, { ...day, ...clock, timeZone });
  return format.format(new Date(at));
}
