/** The configuration: read as the gateway reads it, then what it does not refuse but a careful operator would. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { isWindows, root } from '../project.mjs';
import { bad, ofApi, ok, warn } from './findings.mjs';

/** Names that docker-compose.yml and its files read besides the settings. */
const OF_COMPOSE = [
  ...['POSTGRES_PASSWORD', 'POSTGRES_APP_PASSWORD', 'API_PORTS', 'PROXY_PORT', 'GATEWAY_SUBNET', 'SECRETS_DIR'],
  ...['NODE_IMAGE', 'POSTGRES_IMAGE', 'REDIS_IMAGE'],
];
const NO_DATABASE = 'postgresql://embedded/';
const SHORTEST_TOKEN = 16;
const SHORTEST_PASSWORD = 12;

/** The settings, or undefined when they cannot be read, and what is to be said about them. */
export async function lookAtSettings(file) {
  const place = path.resolve(root, file);
  const given = existsSync(place) ? parseEnv(readFileSync(place, 'utf8')) : {};
  const env = { ...given, ...process.env };
  const { readSettings, ConfigError } = await ofApi('platform/config/config.js');
  const spelling = await unknownNames(file, Object.keys(given));
  try {
    // Without DATABASE_URL `npm start` runs a server of its own, whose address is not known here.
    const embedded = !env.DATABASE_URL && !env.DATABASE_URL_FILE;
    const settings = readSettings({ ...env, ...(embedded && { DATABASE_URL: NO_DATABASE }) });
    const findings = [...spelling, ...outsideDemo(settings, place, embedded), ...exposed(settings)];
    const kind = settings.DEMO ? 'a demo run' : 'a real run';
    if (!findings.some(({ verdict }) => verdict === 'bad')) findings.unshift(ok('Settings', `can be read: ${kind}`));
    return { settings: { ...settings, embedded }, findings };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const faults = error.message.split('\n').slice(1);
    return { findings: [...spelling, ...faults.map((fault) => bad('Settings', fault.replace(/^ *- /, '')))] };
  }
}

async function unknownNames(file, names) {
  const { schema } = await ofApi('platform/config/schema.js');
  const { SECRETS } = await ofApi('platform/config/secret-files.js');
  const known = [...Object.keys(schema.shape), ...SECRETS.map((name) => `${name}_FILE`), ...OF_COMPOSE];
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const [nearest] = known.map((one) => ({ one, away: distance(name, one) })).sort((a, b) => a.away - b.away);
      const mend = nearest.away <= 3 ? `is ${nearest.one} meant?` : 'the settings are in .env.example';
      return warn('Settings', `${name} in ${file} is no setting: it has no effect`, mend);
    });
}

/** How many letters have to change (Levenshtein). */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

/** Where money is real. The gateway itself refuses demo keys and guessable ones. */
function outsideDemo(settings, envFile, embedded) {
  if (settings.DEMO) return [];
  const findings = [];
  const say = (...words) => findings.push(bad(...words));
  const token = settings.METRICS_TOKEN;
  const stronger = 'make one with `openssl rand -base64 32`';
  if (token && token.length < SHORTEST_TOKEN)
    say('Secrets', `METRICS_TOKEN is shorter than ${SHORTEST_TOKEN}`, stronger);
  if (!embedded && weakPassword(settings.DATABASE_URL)) {
    say('Secrets', `the password in DATABASE_URL is shorter than ${SHORTEST_PASSWORD}, or a word`, stronger);
  }
  if (!isWindows && existsSync(envFile) && (statSync(envFile).mode & 0o077) !== 0) {
    say('Secrets', `${path.basename(envFile)} can be read by other users`, `chmod 600 ${envFile}`);
  }
  return findings;
}

function weakPassword(url) {
  const password = URL.canParse(url) ? decodeURIComponent(new URL(url).password) : '';
  return password !== '' && (password.length < SHORTEST_PASSWORD || /^[a-z]+$/i.test(password));
}

const inContainer =
  existsSync('/.dockerenv') || existsSync('/run/.containerenv') || 'KUBERNETES_SERVICE_HOST' in process.env;

/** The gateway refuses a demo run that others can reach; what it cannot see is whether a container's claim is true. */
function exposed({ DEMO, NODE_ENV, PUBLISHED_ON_LOOPBACK }) {
  if (!DEMO) return [];
  const findings = [];
  if (NODE_ENV === 'production') {
    findings.push(warn('Settings', 'DEMO=true although NODE_ENV=production: the demo keys work', 'DEMO=false'));
  }
  if (PUBLISHED_ON_LOOPBACK && !inContainer) {
    const said = 'PUBLISHED_ON_LOOPBACK=true outside a container: whoever reaches HOST has the demo keys';
    findings.push(warn('Settings', said, 'remove it, and set HOST=127.0.0.1'));
  }
  return findings;
}
