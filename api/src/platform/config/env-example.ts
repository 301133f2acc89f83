import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { schema } from './schema.js';
import { SECRETS } from './secret-files.js';

/** Headings of .env.example, by the first variable below each. */
const HEADINGS: Readonly<Record<string, string>> = {
  NODE_ENV: 'The run',
  DATABASE_URL: 'Databases',
  HOST: 'HTTP',
  METRICS_PORT: 'Operations',
  ENCRYPTION_KEY: 'Secrets and keys',
  BANK_TIMEOUT: 'Payments',
  SWEEP_INTERVAL: 'Workers',
  WEBHOOK_CONCURRENCY: 'Webhooks',
  RATE_LIMIT_KEY: 'Limits: count/period or off',
  RETENTION_WEBHOOK_ATTEMPTS: 'Housekeeping: a duration or off',
  SIMULATED_ACQUIRER_URL: 'The simulated acquirer',
  TEST_PROCESSING_DELAY: 'Its outcomes',
};

const INTRODUCTION = `# Every setting of the gateway with its default. Copy to .env and change what you need; nothing is required for a
# demo run. A variable that is commented out has no fixed default: its text describes what happens without it.
# Durations: 500ms, 15s, 5m, 2h, 3d.
# A secret may be in a file instead, whose path is NAME_FILE: ${SECRETS.join(', ')}.
`;

/** The text of .env.example, generated from the schema: every variable in its order, with its meaning. */
export function envExample(): string {
  const lines = Object.entries(schema.shape).map(([name, type]) => {
    const { about, fallback } = type.meta() as { about: string; fallback?: string };
    const heading = HEADINGS[name] === undefined ? '' : `\n# --- ${HEADINGS[name]} ---\n`;
    return `${heading}# ${about}\n${fallback === undefined ? `# ${name}=` : `${name}=${fallback}`}\n`;
  });
  return INTRODUCTION + lines.join('');
}

// Run as a program: `node env-example.js [file]` writes the file, or prints the text.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , file] = process.argv;
  if (file === undefined) process.stdout.write(envExample());
  else writeFileSync(file, envExample());
}
