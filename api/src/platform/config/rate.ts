import { parseDuration } from './duration.js';

/** At most `count` in a window of `periodMs`. */
export interface Rate {
  count: number;
  periodMs: number;
}

/** Reads `30/10s`, `200/s`, `10/30m` or `off`. The period is in whole seconds, since the shared counter expires by seconds. */
export function parseRate(text: string): Rate | 'off' {
  if (text === 'off') return 'off';
  const match = /^([1-9]\d{0,8})\/(\d*)(ms|[smhd])$/.exec(text);
  const periodMs = match ? parseDuration(`${match[2] || 1}${match[3]}`) : 0;
  if (!match || periodMs < 1_000 || periodMs % 1_000 !== 0) {
    throw new Error(`"${text}" is not a rate such as 30/10s, 200/s or off`);
  }
  return { count: Number(match[1]), periodMs };
}
