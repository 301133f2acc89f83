import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));
/** What the first release was installed with. Every later one meets a running version that does not know it. */
const FIRST_RELEASE = '1763900000000';

/** What the version before could not live with, or what would lock it out. */
const CONTRACTIONS: [string, RegExp][] = [
  ['drops', /\bDROP\s+(TABLE|COLUMN|SCHEMA|TYPE|FUNCTION|CONSTRAINT|INDEX|TRIGGER)\b/i],
  ['drops a default or a constraint', /\bALTER\s+(COLUMN\s+)?\w+\s+DROP\b/i],
  ['renames', /\bRENAME\b/i],
  ['changes a type', /\bALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b/i],
  ['demands what may be missing', /\bSET\s+NOT\s+NULL\b/i],
  [
    'adds a column that old inserts leave empty',
    /\bADD\s+(COLUMN\s+)?(?!CONSTRAINT)\w+\s+(?=[^,;`']*NOT\s+NULL)(?![^,;`']*DEFAULT)/i,
  ],
  [
    'forbids what old rows may hold',
    /\bADD\s+(CONSTRAINT\s+\w+\s+)?(CHECK|UNIQUE|FOREIGN\s+KEY)\b(?![^;`']*NOT\s+VALID)/i,
  ],
  ['deletes', /\b(TRUNCATE|DELETE\s+FROM)\b/i],
];

/** What looks like a contraction and is none that the version before cannot live with, with the reason. */
const BEARABLE: Readonly<Record<string, readonly string[]>> = {
  // Indexes that others replace: the version before finds exact receipts and addresses without them, more slowly.
  '1764000070000-time-zones-and-search.ts': ['drops'],
  // A CHECK that makes way for a wider one in the same statement.
  '1764000080000-currency-limits.ts': ['drops'],
};

/** What it does on the way up; texts that `up` refers to stand outside of both methods. */
const wayUp = (source: string) => source.replace(/\n {2}async down\([\s\S]*?\n {2}\}\n/, '\n');
const contractionsOf = (source: string) =>
  CONTRACTIONS.filter(([, pattern]) => pattern.test(wayUp(source))).map(([what]) => what);

describe('the version before runs on the new schema: a migration only expands', () => {
  const later = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && file > FIRST_RELEASE);

  it.each(later)('%s', (file) => {
    expect(contractionsOf(readFileSync(path.join(FOLDER, file), 'utf8'))).toEqual(BEARABLE[file] ?? []);
  });

  it.each([
    ['ALTER TABLE a DROP COLUMN b', 'drops'],
    ['ALTER TABLE a ALTER COLUMN b DROP DEFAULT', 'drops a default or a constraint'],
    ['ALTER TABLE a RENAME COLUMN b TO c', 'renames'],
    ['ALTER TABLE a ALTER COLUMN b TYPE bigint', 'changes a type'],
    ['ALTER TABLE a ALTER b SET NOT NULL', 'demands what may be missing'],
    ['ALTER TABLE a ADD COLUMN b int NOT NULL', 'adds a column that old inserts leave empty'],
    ['ALTER TABLE a ADD CHECK (b > 0)', 'forbids what old rows may hold'],
    ['DELETE FROM a', 'deletes'],
  ])('%s would be seen', (sql, what) => {
    expect(contractionsOf(`await runner.query('${sql}');`)).toEqual([what]);
  });

  it.each([
    'ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT 0',
    'ALTER TABLE a ADD COLUMN b text',
    'CREATE INDEX i ON a (b)',
  ])('%s may be', (sql) => expect(contractionsOf(`await runner.query('${sql}');`)).toEqual([]));
});
