import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, text } from './documents.js';

const KEPT = path.join(root, 'node_modules/.cache/openapi.json');

/** openapi.yml, parsed. That takes more than a second, so the result is kept for the other test files and the next run. */
export async function openApiDocument(): Promise<unknown> {
  const yaml = text('openapi.yml');
  const hash = createHash('sha256').update(yaml).digest('hex');
  const kept = existsSync(KEPT) && (JSON.parse(readFileSync(KEPT, 'utf8')) as { hash: string; document: unknown });
  if (kept && kept.hash === hash) return kept.document;
  const { parse } = await import('yaml');
  const document = parse(yaml) as unknown;
  mkdirSync(path.dirname(KEPT), { recursive: true });
  const draft = `${KEPT}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ hash, document }));
  renameSync(draft, KEPT); // never half written: other test files may be reading it
  return document;
}
