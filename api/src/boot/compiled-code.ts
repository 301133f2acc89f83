import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import nodeModule, { createRequire, type Module } from 'node:module';
import path from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

const FOLDER = '.compile-cache';
const HEAD = '(function (exports, require, module, __filename, __dirname) { ';
const TAIL = '\n})';

type Compile = (this: Module, code: string, file: string) => unknown;

/**
 * Keeps in a folder of the bundle what V8 compiled of it, so that the next start takes a quarter less time. If the folder
 * cannot be written, each start compiles.
 */
export function keepCompiledCode(bundle: string): void {
  const folder = path.join(bundle, FOLDER);
  // From Node 22 on
  const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown };
  if (enableCompileCache) enableCompileCache(folder);
  // The tag stands for V8's version and options, and for the processor.
  else keepOnNode20(bundle, path.join(folder, cachedDataVersionTag().toString(16)));
}

/** Does the same for the files of the bundle with Node 20, which compiles with the internal function replaced here. */
function keepOnNode20(bundle: string, folder: string): void {
  const unkept: { kept: string; script: Script }[] = [];
  const prototype = nodeModule.prototype as unknown as { _compile: Compile };
  const compile = prototype._compile;
  prototype._compile = function (code, file) {
    if (path.dirname(file) !== bundle) return compile.call(this, code, file);
    const kept = path.join(folder, `${path.basename(file)}-${crc32(code).toString(16)}`);
    const script = new Script(HEAD + code + TAIL, {
      filename: file,
      columnOffset: -HEAD.length,
      cachedData: contentOf(kept),
    });
    if (script.cachedDataRejected !== false) unkept.push({ kept, script });
    const run = script.runInThisContext() as (this: unknown, ...names: unknown[]) => unknown;
    return run.call(this.exports, this.exports, createRequire(file), this, file, bundle);
  };
  // At the end, when the functions that a start calls are compiled too.
  process.once('exit', () => {
    try {
      if (unkept.length > 0) mkdirSync(folder, { recursive: true });
      for (const { kept, script } of unkept) {
        writeFileSync(`${kept}.${process.pid}`, withSum(script.createCachedData()));
        renameSync(`${kept}.${process.pid}`, kept);
      }
    } catch {
      // a folder that is read-only or full
    }
  });
}

const SUM_BYTES = 4;

function withSum(code: Buffer): Buffer {
  const sum = Buffer.alloc(SUM_BYTES);
  sum.writeUInt32LE(crc32(code));
  return Buffer.concat([code, sum]);
}

/** What was kept, if it is there and whole: V8 trusts it, and after a power failure a file may have holes. */
function contentOf(file: string): Buffer | undefined {
  try {
    const content = readFileSync(file);
    const code = content.subarray(0, -SUM_BYTES);
    return crc32(code) === content.readUInt32LE(code.length) ? code : undefined;
  } catch {
    return undefined;
  }
}
