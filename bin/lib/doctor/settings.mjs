/** Checks the configuration: first as the gateway does, then for risks that the gateway accepts. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { isWindows, root } from '../project.mjs';
import { bad, ofApi, ok, warn } from './findings.mjs';

/** Variables of docker-compose.yml and its files that are not settings. */
const COMPOSE_VARIABLES = [
  ...[
    'POSTGRES_PASSWORD',
    'POSTGRES_APP_PASSWORD',
    'POSTGRES_ACQUIRER_PASSWORD',
    'API_PORTS',
    'PROXY_PORT',
    'GATEWAY_SUBNET',
    'SECRETS_DIR',
  ],
  ...['NODE_IMAGE', 'POSTGRES_IMAGE', 'REDIS_IMAGE'],
];
const NO_DATABASE = 'postgresql://embedded/';
const MIN_TOKEN_LENGTH = 16;
const MIN_PASSWORD_LENGTH = 12;
/** Edit distance up to which an unknown name counts as a misspelt one. */
const MAX_TYPOS = 3;

/** The settings, undefined if they cannot be read, and the findings about them. */
export async function checkSettings(file) {
  const place = path.resolve(root, file);
  const given = existsSync(place) ? parseEnv(readFileSync(place, 'utf8')) : {};
  const env = { ...given, ...process.env };
  const { readSettings, ConfigError } = await ofApi('platform/config/config.js');
  const spelling = await unknownNames(file, Object.keys(given));
  try {
    // Without DATABASE_URL `npm start` runs an embedded server, whose address is not known here.
    const embedded = !env.DATABASE_URL && !env.DATABASE_URL_FILE;
    const settings = readSettings({ ...env, ...(embedded && { DATABASE_URL: NO_DATABASE }) });
    const findings = [...spelling, ...outsideDemo(settings, place, embedded), ...exposed(settings)];
    const kind = settings.DEMO ? 'a demo run' : 'a real run';
    if (!findings.some(({ level }) => level === 'bad')) findings.unshift(ok('Settings', `can be read: ${kind}`));
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
  const { editDistance } = await ofApi('platform/validation/edit-distance.js');
  const known = [...Object.keys(schema.shape), ...SECRETS.map((name) => `${name}_FILE`), ...COMPOSE_VARIABLES];
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const [nearest] = known.map((one) => ({ one, away: editDistance(name, one) })).sort((a, b) => a.away - b.away);
      const fix = nearest.away <= MAX_TYPOS ? `did you mean ${nearest.one}?` : 'see .env.example for the settings';
      return warn('Settings', `${name} in ${file} is not a setting: it has no effect`, fix);
    });
}

/** Risks outside demo runs. The gateway itself rejects demo keys and guessable ones. */
function outsideDemo(settings, envFile, embedded) {
  if (settings.DEMO) return [];
  const findings = [];
  const add = (...finding) => findings.push(bad(...finding));
  const token = settings.METRICS_TOKEN;
  const stronger = 'make one with `openssl rand -base64 32`';
  if (token && token.length < MIN_TOKEN_LENGTH)
    add('Secrets', `METRICS_TOKEN is shorter than ${MIN_TOKEN_LENGTH}`, stronger);
  if (!embedded && weakPassword(settings.DATABASE_URL)) {
    add('Secrets', `the password in DATABASE_URL is shorter than ${MIN_PASSWORD_LENGTH}, or a word`, stronger);
  }
  if (!isWindows && existsSync(envFile) && (statSync(envFile).mode & 0o077) !== 0) {
    add('Secrets', `${path.basename(envFile)} can be read by other users`, `chmod 600 ${envFile}`);
  }
  return findings;
}

function weakPassword(url) {
  const password = URL.canParse(url) ? decodeURIComponent(new URL(url).password) : '';
  return password !== '' && (password.length < MIN_PASSWORD_LENGTH || /^[a-z]+$/i.test(password));
}

const inContainer =
  existsSync('/.dockerenv') || existsSync('/run/.containerenv') || 'KUBERNETES_SERVICE_HOST' in process.env;

/** The gateway rejects a demo run that others can reach, but it cannot verify PUBLISHED_ON_LOOPBACK. */
function exposed({ DEMO, NODE_ENV, PUBLISHED_ON_LOOPBACK }) {
  if (!DEMO) return [];
  const findings = [];
  if (NODE_ENV === 'production') {
    findings.push(warn('Settings', 'DEMO=true although NODE_ENV=production: the demo keys work', 'DEMO=false'));
  }
  if (PUBLISHED_ON_LOOPBACK && !inContainer) {
    const text = 'PUBLISHED_ON_LOOPBACK=true outside a container: anyone who can reach HOST has the demo keys';
    findings.push(warn('Settings', text, 'remove it, and set HOST=127.0.0.1'));
  }
  return findings;
}
