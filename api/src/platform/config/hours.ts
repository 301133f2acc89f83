/** Hours of the day in UTC, including `from`, excluding `to`; across midnight if `to` is smaller. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** Reads `1-5` or `22-4`. */
export function parseHours(text: string): Hours {
  const [from = NaN, to = NaN] = /^\d{1,2}-\d{1,2}$/.test(text) ? text.split('-').map(Number) : [];
  if (!(from <= 23 && to <= 24 && from !== to))
    throw new Error(`"${text}" is not a range of hours such as 1-5 or 22-4`);
  return { from, to };
}

export function isWithin({ from, to }: Hours, date: Date): boolean {
  const hour = date.getUTCHours();
  return from < to ? from <= hour && hour < to : hour >= from || hour < to;
}
