/**
 * What the code of a process can handle, as its heartbeat records it. 0: the versions before, whose workers record none;
 * their servers do not beat, and act on a payment's present charge only. 1: a payment may have several charges.
 */
export const GENERATION = 1;

/** A process that has not beaten for so long is not running any more. */
const GONE_AFTER_SECONDS = 60;

const runsBefore = (table: string, generation: number) => `EXISTS (
  SELECT FROM ${table} WHERE generation < ${generation} AND seen_at > now() - interval '${GONE_AFTER_SECONDS} seconds')`;

/** True once no server or worker of an earlier generation has beaten for a minute. Both tables have few rows. */
export const allHaveGeneration = (generation: number) =>
  `(NOT ${runsBefore('workers', generation)} AND NOT ${runsBefore('servers', generation)})`;
