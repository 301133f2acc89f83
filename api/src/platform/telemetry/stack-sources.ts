import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';

/** The folder of the bundle, which contains this file, and of its source maps. */
const BUNDLE = new URL('.', import.meta.url).href;
const FRAME = /(file:\/\/[^\s()"\\]+\/[\w.-]+\.js):(\d+):(\d+)/g;

const maps = new Map<string, SourceMap | undefined>();

/** Reads a source map when the first error of its file is logged: all maps together take 20 MB of memory. */
function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) {
    const map = new URL(`${file}.map`);
    const read = () => new SourceMap(JSON.parse(readFileSync(map, 'utf8')) as SourceMapPayload);
    maps.set(file, existsSync(map) ? read() : undefined);
  }
  return maps.get(file);
}

/** The text with each position in the bundle replaced by its position in the source. */
export function withSources(text: string): string {
  return text.includes(BUNDLE) ? text.replace(FRAME, sourceOf) : text;
}

function sourceOf(frame: string, file: string, line: string, column: string): string {
  const map = file.startsWith(BUNDLE) ? mapOf(file) : undefined;
  const found = map?.findEntry(Number(line) - 1, Number(column) - 1);
  if (!found || !('originalSource' in found) || !found.originalSource) return frame;
  return `${new URL(found.originalSource, file).href}:${found.originalLine + 1}:${found.originalColumn + 1}`;
}
