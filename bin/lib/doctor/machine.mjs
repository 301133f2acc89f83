/** Checks Node, packages, build, disk and ports. */
import { existsSync, statfsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { hostOf } from '../gateway.mjs';
import { isFree } from '../ports.mjs';
import { dataFolder, inRoot, requireNode, root } from '../project.mjs';
import { bad, ok, warn } from './findings.mjs';

const PROBE_TIMEOUT_MS = 2_000;
const GB = 1e9;
const LOW_SPACE = 5 * GB;
const MIN_SPACE = 1 * GB;

export function checkMachine() {
  return [node(), packages(), disk()];
}

function node() {
  try {
    requireNode();
    return ok('Node', process.versions.node);
  } catch (error) {
    return bad('Node', error.message, 'https://nodejs.org, or your package manager');
  }
}

function packages() {
  if (!existsSync(inRoot('node_modules'))) return bad('Packages', 'are not installed', 'npm ci');
  if (!existsSync(inRoot('api/dist/main.js'))) return bad('Build', 'the API is not built', 'npm run build');
  return ok('Build', 'is present');
}

function disk() {
  const place = existsSync(dataFolder) ? dataFolder : root;
  const { bavail, bsize } = statfsSync(place);
  const free = bavail * bsize;
  const text = `${(free / GB).toFixed(1)} GB free`;
  const fix = 'PostgreSQL stops when its disk is full: free space, or move the data';
  if (free < MIN_SPACE) return bad('Disk', text, fix);
  return free < LOW_SPACE ? warn('Disk', text, fix) : ok('Disk', text);
}

/** A port is usable if it is free, or if the gateway itself listens on it. */
export async function checkPorts(settings) {
  const host = hostOf(settings);
  const ours = {
    PORT: async (url) => 'database' in (await (await fetch(`${url}/health`)).json()),
    DASHBOARD_PORT: async (url) => (await fetch(`${url}/health`)).ok,
    CHECKOUT_PORT: async (url) => (await fetch(`${url}/health`)).ok,
    METRICS_PORT: async (url) => [200, 401].includes((await fetch(`${url}/metrics`)).status),
  };
  const seen = new Map();
  const findings = [];
  for (const [name, isOurs] of Object.entries(ours)) {
    const port = settings[name];
    if (!port) continue;
    if (seen.has(port)) findings.push(bad('Ports', `${name} and ${seen.get(port)} are both ${port}`, `change ${name}`));
    seen.set(port, name);
    if (await isFree(port)) continue;
    const probe = isOurs(`http://${host}:${port}`).catch(() => false);
    const isGateway = await Promise.race([probe, delay(PROBE_TIMEOUT_MS, false)]);
    if (!isGateway)
      findings.push(bad('Ports', `${name}=${port} is taken by another program`, `stop it, or change ${name}`));
  }
  return findings.length > 0 ? findings : [ok('Ports', [...seen.keys()].join(', '))];
}
