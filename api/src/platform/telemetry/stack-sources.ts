import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder of the bundle, which contains this file, and of its source maps. */
const BUNDLE = path.dirname(fileURLToPath(import.meta.url));
const escaped = (text: string) => text.replace(/[$()*+.?[\]^{|}]/g, '\\$&');
const FOLDER = [...BUNDLE.split(/[\\/]/), ''].map(escaped).join('[\\\\/]+');
/** A position in a file of the bundle; in JSON, each backslash of a path is doubled. */
const FRAME = new RegExp(`${FOLDER}([\\w.-]+\\.js):(\\d+):(\\d+)`, 'g');

const maps = new Map<string, SourceMap | undefined>();

/** Reads a source map when the first error of its file is logged: all maps together take 20 MB of memory. */
function mapOf(name: string): SourceMap | undefined {
  if (!maps.has(name)) {
    const map = path.join(BUNDLE, `${name}.map`);
    const read = () => new SourceMap(JSON.parse(readFileSync(map, 'utf8')) as SourceMapPayload);
    maps.set(name, existsSync(map) ? read() : undefined);
  }
  return maps.get(name);
}

/** The text with each position in the bundle replaced by its position in the source. */
export function withSources(text: string): string {
  return text.includes('.js:') ? text.replace(FRAME, sourceOf) : text;
}

function sourceOf(frame: string, name: string, line: string, column: string): string {
  const found = mapOf(name)?.findEntry(Number(line) - 1, Number(column) - 1);
  if (!found || !('originalSource' in found) || !found.originalSource) return frame;
  const source = pathToFileURL(path.join(BUNDLE, found.originalSource)).href;
  return `${source}:${found.originalLine + 1}:${found.originalColumn + 1}`;
}
