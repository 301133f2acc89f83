const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads `500ms`, `15s`, `5m`, `2h` or `3d` as milliseconds. */
export function parseDuration(text: string): number {
  const match = /^(\d{1,9})(ms|[smhd])$/.exec(text);
  const ms = match ? Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS] : NaN;
  if (!Number.isSafeInteger(ms)) throw new Error(`"${text}" is not a duration such as 500ms, 15s, 5m, 2h or 3d`);
  return ms;
}
