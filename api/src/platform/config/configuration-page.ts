import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { envExample } from './env-example.js';
import { schema } from './schema.js';
import { SECRETS } from './secret-files.js';

const INTRODUCTION = `# Configuration

Every setting is an environment variable. \`npm start\` reads them from the shell and from \`.env\`; what the shell sets
wins. An empty variable counts as absent. At the start the gateway checks all of them and names each faulty one.

- A variable without a default is optional: its text describes what happens without it.
- A duration is a whole number and a unit: \`500ms\`, \`15s\`, \`5m\`, \`2h\`, \`3d\`.
- A limit is \`count/period\` (\`30/10s\`, \`200/s\`) or \`off\`.
- A list is comma separated.
- A secret may be in a file instead: \`NAME_FILE\` is its path, for ${SECRETS.map((name) => `\`${name}\``).join(', ')}.

[.env.example](../.env.example) has the same variables, ready to copy. Both are generated from \`api/src/platform/config/schema.ts\`.
`;

/** The variables under each heading of .env.example. */
function sections(): [heading: string, names: string[]][] {
  const [, ...parts] = envExample().split(/^# --- (.*) ---$/m);
  const headings = parts.filter((_, index) => index % 2 === 0);
  return headings.map((heading, index) => [heading, namesIn(parts[index * 2 + 1] ?? '')]);
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/^(?:# )?([A-Z][A-Z_]*)=/gm)].map(([, name = '']) => name);
}

function row(name: string): string {
  const { about, fallback } = schema.shape[name as keyof typeof schema.shape].meta() as Record<string, string>;
  const cells = [`\`${name}\``, fallback ? `\`${fallback}\`` : '', about ?? ''];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
}

/** The text of docs/configuration.md, generated from the schema. */
export function configurationPage(): string {
  const tables = sections().map(
    ([heading, names]) =>
      `\n## ${heading}\n\n| variable | default | meaning |\n|---|---|---|\n${names.map(row).join('')}`,
  );
  return INTRODUCTION + tables.join('');
}

/** The settings that a first deployment needs, for the README. */
const MAIN = [
  'DEMO',
  'DATABASE_URL',
  'REDIS_URL',
  'ENCRYPTION_KEY',
  'METRICS_TOKEN',
  'REGISTRATION',
  'PUBLIC_API_URL',
  'PUBLIC_CHECKOUT_URL',
  'PUBLIC_DASHBOARD_URL',
  'TRUSTED_PROXIES',
  'DATABASE_POOL_SIZE',
  'RATE_LIMIT_KEY',
  'RATE_LIMIT_PUBLIC',
  'BANK_TIMEOUT',
  'WEBHOOK_RETRY_INTERVALS_TEST',
  'WEBHOOK_ALLOWED_CIDRS',
  'LOG_LEVEL',
] as const satisfies (keyof typeof schema.shape)[];

export function mainSettings(): string {
  return `| variable | default | meaning |\n|---|---|---|\n${MAIN.map(row).join('')}`;
}

// Run as a program: `node configuration-page.js [file]` writes the file, or prints the text.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , file] = process.argv;
  if (file === undefined) process.stdout.write(configurationPage());
  else writeFileSync(file, configurationPage());
}
