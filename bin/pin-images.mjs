/**
 * `npm run pin-images`: fetches the current digests of the base images' tags from the registries and writes them into
 * `.env`, which docker-compose reads: NODE_IMAGE, POSTGRES_IMAGE, REDIS_IMAGE. The rest of the file stays. Run it again to
 * update the digests; remove the lines to follow the tags. If a registry does not respond, its image keeps its value, and
 * the command exits with 1.
 *   --file FILE    another file than .env
 *   --mirror URL   a registry for all images, such as a pull-through cache
 */
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { Stop, inRoot, requireNode, root, shown } from './lib/project.mjs';
import { digestOf, parseImage } from './lib/registry.mjs';
import { red, runMain, say } from './lib/terminal.mjs';

/** The image variables of docker-compose.yml with their default tags. */
function imagesOfCompose() {
  const text = readFileSync(inRoot('docker-compose.yml'), 'utf8');
  return Object.fromEntries([...text.matchAll(/\$\{(\w+_IMAGE):-([^}]+)\}/g)].map(([, name, tag]) => [name, tag]));
}

/** The text with each pin in the line of its variable, or appended. */
function withPins(text, pins) {
  for (const [name, image] of Object.entries(pins)) {
    const line = `${name}=${image}`;
    const known = new RegExp(`^(?:export )?${name}=.*$`, 'm');
    text = known.test(text) ? text.replace(known, line) : `${text}${text && !text.endsWith('\n') ? '\n' : ''}${line}\n`;
  }
  return text;
}

async function main() {
  requireNode();
  const { values } = parseArgs({
    options: { file: { type: 'string', default: '.env' }, mirror: { type: 'string' } },
  });
  const { mirror } = values;
  if (mirror !== undefined && !/^https?:$/.test(URL.canParse(mirror) && new URL(mirror).protocol))
    throw new Stop('--mirror takes the address of a registry, such as https://mirror.example.com');
  const file = path.resolve(root, values.file);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const images = { ...imagesOfCompose(), ...pick(parseEnv(text), Object.keys(imagesOfCompose())) };
  const pins = {};
  let failed = 0;
  for (const [name, image] of Object.entries(images)) {
    try {
      const { named, digest: before } = parseImage(image);
      const digest = await digestOf(image, { mirror });
      pins[name] = `${named}@${digest}`;
      say(`  ✓ ${name}=${pins[name]}${before === digest ? ' (unchanged)' : ''}`);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      failed += 1;
      say(red(`  ✗ ${name} stays ${image}. ${error.message}`));
    }
  }
  const pinned = withPins(text, pins);
  if (pinned !== text) {
    const mode = existsSync(file) ? statSync(file).mode & 0o777 : 0o600; // the file also holds secrets
    writeFileSync(`${file}.new`, pinned, { mode });
    renameSync(`${file}.new`, file);
    say(`\n${shown(file)} is written. Build and start with it: docker-compose build --pull && docker-compose up -d`);
  }
  return failed === 0 ? 0 : 1;
}

const pick = (values, names) =>
  Object.fromEntries(names.filter((name) => values[name]).map((name) => [name, values[name]]));

runMain(main);
