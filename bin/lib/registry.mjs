/** Fetches the current digest of an image's tag from its registry (OCI Distribution 1.1), without credentials. */
import { createHash } from 'node:crypto';
import { Stop } from './project.mjs';

const HUB = 'registry-1.docker.io';
const TIMEOUT_MS = 15_000;
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024; // the size that registries must accept
/** Multi-platform indexes first, since their digest is valid on every platform. */
const KINDS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const LOCAL = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;

/**
 * Parses `node:24-bookworm-slim` or `registry.example:5000/team/postgres:18@sha256:…` as Docker does: a first part that has a
 * dot or a port, or is `localhost`, is a registry; without a registry the image is on Docker Hub.
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

/** The digest of the tag. `mirror` replaces the image's own registry. */
export async function digestOf(image, { mirror } = {}) {
  const { registry, repository, tag, named } = parseImage(image);
  const origin = mirror ?? `${LOCAL.test(registry) ? 'http' : 'https'}://${registry}`;
  const address = new URL(`/v2/${repository}/manifests/${tag}`, origin);
  let response = await get(address, named, { Accept: KINDS });
  if (response.status === 401) {
    const token = await tokenFor(response.headers.get('www-authenticate') ?? '', named);
    await response.body?.cancel();
    response = await get(address, named, { Accept: KINDS, Authorization: `Bearer ${token}` });
  }
  if (response.status === 404) throw new Stop(`${named}: ${origin} has no such image or tag; correct the name`);
  if (!response.ok) throw new Stop(`${named}: ${origin} returned ${response.status}; try again later, or use --mirror`);
  const manifest = Buffer.from(await response.arrayBuffer());
  if (manifest.length > MAX_MANIFEST_BYTES)
    throw new Stop(`${named}: ${origin} sent ${manifest.length} bytes, which is too large for a manifest`);
  // The digest is computed from the body, so a registry cannot claim another one.
  const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
  const claimed = response.headers.get('docker-content-digest');
  if (claimed && DIGEST.test(claimed) && claimed !== digest) {
    throw new Stop(`${named}: ${origin} sent a manifest that does not match its digest; the image is not pinned`);
  }
  return digest;
}

async function get(address, named, headers) {
  try {
    return await fetch(address, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const why = error.cause?.code ?? error.cause?.message ?? error.message;
    throw new Stop(`${named}: ${address.origin} cannot be reached (${why}); try again with a network, or use --mirror`);
  }
}

/** For `Bearer realm="…",service="…",scope="…"`: fetches an anonymous token for a public image from the realm. */
async function tokenFor(challenge, named) {
  const parts = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  if (!/^bearer /i.test(challenge) || !URL.canParse(parts.realm ?? '')) {
    throw new Stop(`${named}: the registry requires a login, which this command does not support; use a public image`);
  }
  const realm = new URL(parts.realm);
  if (realm.protocol !== 'https:' && !LOCAL.test(realm.host)) {
    throw new Stop(`${named}: the registry's token service ${realm.host} uses plain http; no token is requested`);
  }
  for (const name of ['service', 'scope']) if (parts[name]) realm.searchParams.set(name, parts[name]);
  const response = await get(realm, named, {});
  const { token, access_token: other } = response.ok ? await response.json() : {};
  if (!(token ?? other)) throw new Stop(`${named}: ${realm.origin} returned no token (${response.status})`);
  return token ?? other;
}
