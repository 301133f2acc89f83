/** What an image's tag means now: its digest, over the registry's HTTP API (OCI Distribution 1.1), as nobody in particular. */
import { createHash } from 'node:crypto';
import { Stop } from './project.mjs';

const HUB = 'registry-1.docker.io';
const TIMEOUT = 15_000;
const LARGEST = 4 * 1024 * 1024; // what registries must take as a manifest
/** The list of all platforms first: its digest is right on every machine. */
const KINDS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const LOCAL = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;

/**
 * The parts of `node:24-bookworm-slim` or `registry.example:5000/team/postgres:18@sha256:…`, as Docker reads them: a first
 * part with a dot, a port, or called localhost is a registry, and what has none is on Docker Hub.
 */
export function parseImage(text) {
  const [, name = '', tag = 'latest', digest] = /^([^\s@]+?)(?::([\w][\w.-]{0,127}))?(?:@(\S+))?$/.exec(text) ?? [];
  const [first, ...rest] = name.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const repository = hasRegistry ? rest.join('/') : name;
  if (!/^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/.test(repository)) {
    throw new Stop(`${text} is not the name of an image.`);
  }
  const isHub = !hasRegistry || first === 'docker.io';
  return {
    named: `${name}:${tag}`,
    registry: isHub ? HUB : first,
    repository: isHub && !repository.includes('/') ? `library/${repository}` : repository,
    tag,
    digest,
  };
}

/** The digest behind the tag. `mirror` is asked instead of the image's own registry. */
export async function digestOf(image, { mirror } = {}) {
  const { registry, repository, tag, named } = parseImage(image);
  const origin = mirror ?? `${LOCAL.test(registry) ? 'http' : 'https'}://${registry}`;
  const address = new URL(`/v2/${repository}/manifests/${tag}`, origin);
  let answer = await get(address, named, { Accept: KINDS });
  if (answer.status === 401) {
    const token = await tokenFor(answer.headers.get('www-authenticate') ?? '', named);
    await answer.body?.cancel();
    answer = await get(address, named, { Accept: KINDS, Authorization: `Bearer ${token}` });
  }
  if (answer.status === 404) throw new Stop(`${named}: ${origin} has no such image or tag; correct the name`);
  if (!answer.ok) throw new Stop(`${named}: ${origin} answers ${answer.status}; try again later, or use --mirror`);
  const manifest = Buffer.from(await answer.arrayBuffer());
  if (manifest.length > LARGEST) throw new Stop(`${named}: ${origin} sends no manifest but ${manifest.length} bytes`);
  // The digest is the hash of what came: a registry cannot claim another.
  const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
  const claimed = answer.headers.get('docker-content-digest');
  if (claimed && DIGEST.test(claimed) && claimed !== digest) {
    throw new Stop(`${named}: ${origin} sends a manifest that does not match its digest; nothing is pinned to it`);
  }
  return digest;
}

async function get(address, named, headers) {
  try {
    return await fetch(address, { headers, signal: AbortSignal.timeout(TIMEOUT) });
  } catch (error) {
    const why = error.cause?.code ?? error.cause?.message ?? error.message;
    throw new Stop(`${named}: ${address.origin} cannot be reached (${why}); try again with a network, or use --mirror`);
  }
}

/** `Bearer realm="…",service="…",scope="…"`: the realm gives anybody a token for what is public. */
async function tokenFor(challenge, named) {
  const parts = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  if (!/^bearer /i.test(challenge) || !URL.canParse(parts.realm ?? '')) {
    throw new Stop(`${named}: the registry asks for a login, which this command does not have; use a public image`);
  }
  const realm = new URL(parts.realm);
  if (realm.protocol !== 'https:' && !LOCAL.test(realm.host)) {
    throw new Stop(`${named}: the registry sends its token over plain http from ${realm.host}; nothing is asked there`);
  }
  for (const name of ['service', 'scope']) if (parts[name]) realm.searchParams.set(name, parts[name]);
  const answer = await get(realm, named, {});
  const { token, access_token: other } = answer.ok ? await answer.json() : {};
  if (!(token ?? other)) throw new Stop(`${named}: ${realm.origin} gives no token (${answer.status})`);
  return token ?? other;
}
