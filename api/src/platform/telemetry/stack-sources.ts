import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';

/** Where the bundle and its source maps are; this very file is part of it. */
const BUNDLE = new URL('.', import.meta.url).href;
const FRAME = /(file:\/\/[^\s()"\\]+\/[\w.-]+\.js):(\d+):(\d+)/g;

const maps = new Map<string, SourceMap | undefined>();

/** A source map is read when the first error of its file is logged: in memory from the start, maps cost 20 MB a process. */
function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) {
    const map = new URL(`${file}.map`);
    const read = () => new SourceMap(JSON.parse(readFileSync(map, 'utf8')) as SourceMapPayload);
    maps.set(file, existsSync(map) ? read() : undefined);
  }
  return maps.get(file);
}

/** The text with each place of the bundle replaced by the line of the source it was built from. */
export function withSources(text: string): string {
  return text.includes(BUNDLE) ? text.replace(FRAME, sourceOf) : text;
}

function sourceOf(frame: string, file: string, line: string, column: string): string {
  const map = file.startsWith(BUNDLE) ? mapOf(file) : undefined;
  const found = map?.findEntry(Number(line) - 1, Number(column) - 1);
  if (!found || !('originalSource' in found) || !found.originalSource) return frame;
  return `${new URL(found.originalSource, file).href}:${found.originalLine + 1}:${found.originalColumn + 1}`;
}
