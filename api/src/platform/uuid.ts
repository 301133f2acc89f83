const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The smallest version 7 UUID of a time: every one created at `date` or later is greater. */
export function smallestUuidAt(date: Date): string {
  const ms = Math.max(date.getTime(), 0).toString(16).padStart(12, '0');
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-000000000000`;
}
