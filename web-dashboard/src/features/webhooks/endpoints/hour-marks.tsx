export const HOURS_PER_MARK = 6;
/** A shorter time without attempts has no room for the words that say so. */
const MIN_QUIET_HOURS = 8;

export interface Hour {
  /** When it began, for people. */
  at: string;
  /** One number for each part; null without attempts, which is not the same as zero. */
  values: readonly number[] | null;
  says: string;
}
interface Props {
  hours: readonly Hour[];
}

/** Below the chart: how long ago the marked hours began. */
export const HourMarks = ({ hours }: Props) => (
  <span className="relative mt-2 grid auto-cols-fr grid-flow-col whitespace-nowrap">
    {hours.map(
      ({ at }, index) =>
        index % HOURS_PER_MARK === 0 && (
          <span key={at}>
            {hours.length - index} h{index === 0 && ' ago'}
          </span>
        ),
    )}
    <span className="absolute right-0">Now</span>
  </span>
);

/** Says over the longest time without attempts that there were none. */
export function QuietHours({ hours }: Props) {
  let [from, length, since] = [0, 0, 0];
  for (const [index, { values }] of hours.entries()) {
    if (values) since = index + 1;
    else if (index + 1 - since > length) [from, length] = [since, index + 1 - since];
  }
  if (length < MIN_QUIET_HOURS) return null;
  return (
    <span className="pointer-events-none absolute inset-x-0 bottom-1 grid auto-cols-fr grid-flow-col">
      {hours.map(({ at }, index) => (
        <span key={at} className="flex justify-center whitespace-nowrap">
          {index === from + Math.floor(length / 2) && 'No attempts'}
        </span>
      ))}
    </span>
  );
}
