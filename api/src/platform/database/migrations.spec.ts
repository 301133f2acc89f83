import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));
/** The last migration of the first release. Every later one runs while the previous version is running. */
const FIRST_RELEASE = '1763900000000';

/** Changes that break or lock out the previous version. */
const CONTRACTIONS: [string, RegExp][] = [
  ['drops', /\bDROP\s+(TABLE|COLUMN|SCHEMA|TYPE|FUNCTION|CONSTRAINT|INDEX|TRIGGER)\b/i],
  ['drops a default or a constraint', /\bALTER\s+(COLUMN\s+)?\w+\s+DROP\b/i],
  ['renames', /\bRENAME\b/i],
  ['changes a type', /\bALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b/i],
  ['requires a value that may be missing', /\bSET\s+NOT\s+NULL\b/i],
  [
    'adds a column that old inserts leave empty',
    /\bADD\s+(COLUMN\s+)?(?!CONSTRAINT)\w+\s+(?=[^,;`']*NOT\s+NULL)(?![^,;`']*DEFAULT)/i,
  ],
  [
    'forbids values that old rows may have',
    /\bADD\s+(CONSTRAINT\s+\w+\s+)?(CHECK|UNIQUE|FOREIGN\s+KEY)\b(?![^;`]*NOT\s+VALID)/i,
  ],
  ['deletes', /\b(TRUNCATE|DELETE\s+FROM)\b/i],
];

/** Exceptions that the previous version tolerates, with the reason. */
const TOLERATED: Readonly<Record<string, readonly string[]>> = {
  // Other indexes replace these: the previous version finds exact receipts and addresses without them, more slowly.
  '1764000070000-time-zones-and-search.ts': ['drops'],
  // A wider trigger and a wider unique index replace these in the same transaction.
  '1764000130000-charges.ts': ['drops'],
  // Wider checks and a wider trigger replace these in the same transaction.
  '1764000140000-stated-amounts.ts': ['drops', 'drops a default or a constraint'],
  // A wider trigger replaces this one in the same transaction.
  '1764000150000-acquirer-notifications.ts': ['drops'],
  // A trigger that also allows the erasure of personal data replaces this one in the same transaction.
  '1764000160000-customers.ts': ['drops'],
  // A wider check replaces this one in the same statement.
  '1764000321000-routing.ts': ['drops'],
  // The same statement replaces the CHECK by a wider one.
  '1764000080000-currency-limits.ts': ['drops'],
  '1764000200000-search-of-people.ts': ['drops'],
  // Other indexes replace these: the previous version reads them whole, and they hold only rows with something due.
  '1764000220000-due-by-merchant.ts': ['drops'],
  // A view with the same name and columns replaces the table in the same transaction; the previous version writes through it.
  '1764000369000-packed-events.ts': ['drops a default or a constraint', 'renames'],
  // Narrower indexes replace these: the previous version finds what they leave out in the primary keys, more slowly.
  '1764000370000-narrower-indexes.ts': ['drops'],
};

/** The source without `down`. Texts that `up` uses are outside of both methods. */
const withoutDown = (source: string) => source.replace(/\n {2}async down\([\s\S]*?\n {2}\}\n/, '\n');
const contractionsOf = (source: string) =>
  CONTRACTIONS.filter(([, pattern]) => pattern.test(withoutDown(source))).map(([what]) => what);

describe('the previous version runs on the new schema: a migration only expands', () => {
  const later = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && file > FIRST_RELEASE);

  it.each(later)('%s', (file) => {
    expect(contractionsOf(readFileSync(path.join(FOLDER, file), 'utf8'))).toEqual(TOLERATED[file] ?? []);
  });

  it.each([
    ['ALTER TABLE a DROP COLUMN b', 'drops'],
    ['ALTER TABLE a ALTER COLUMN b DROP DEFAULT', 'drops a default or a constraint'],
    ['ALTER TABLE a RENAME COLUMN b TO c', 'renames'],
    ['ALTER TABLE a ALTER COLUMN b TYPE bigint', 'changes a type'],
    ['ALTER TABLE a ALTER b SET NOT NULL', 'requires a value that may be missing'],
    ['ALTER TABLE a ADD COLUMN b int NOT NULL', 'adds a column that old inserts leave empty'],
    ['ALTER TABLE a ADD CHECK (b > 0)', 'forbids values that old rows may have'],
    ['DELETE FROM a', 'deletes'],
  ])('%s would be found', (sql, what) => {
    expect(contractionsOf(`await runner.query('${sql}');`)).toEqual([what]);
  });

  it.each([
    'ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT 0',
    'ALTER TABLE a ADD COLUMN b text',
    'CREATE INDEX i ON a (b)',
  ])('%s is allowed', (sql) => expect(contractionsOf(`await runner.query('${sql}');`)).toEqual([]));
});
