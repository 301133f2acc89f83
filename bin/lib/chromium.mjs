/** The browser of the tests: CHROMIUM_PATH, the system's, else the one that a package brings (Linux on x64). */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';

/** The shell first: it has no windows, and takes half the processor time for a page. */
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];
const MACOS = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

function installedOne() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const places = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return [process.env.CHROMIUM_PATH, ...places, MACOS].find((file) => file && existsSync(file));
}

/**
 * The package unpacks into the folder of temporary files, and adds the libraries that a bare system lacks only where it
 * believes itself on a bare system. In a process of its own, so that none of this reaches the programs under test. Not
 * all in one process, as it would have it: any context but the first then forgets the cookies that a fetch has set.
 */
async function packedOne(folder) {
  const fonts = path.join(folder, 'fonts');
  const script = `
    const { default: chromium } = await import('@sparticuz/chromium');
    const executablePath = await chromium.executablePath();
    const { LD_LIBRARY_PATH, FONTCONFIG_PATH } = process.env;
    const args = chromium.args.filter((arg) => arg !== '--single-process');
    console.log(JSON.stringify({ executablePath, args, env: { LD_LIBRARY_PATH, FONTCONFIG_PATH } }));`;
  const env = { ...process.env, TMPDIR: folder, FONTCONFIG_PATH: fonts, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
  const { code, output } = await run(process.execPath, ['--input-type=module', '-e', script], { env });
  if (code !== 0) return undefined;
  // Its list of fonts looks for them in /tmp alone, and this browser ends itself where it finds none.
  const list = path.join(fonts, 'fonts.conf');
  writeFileSync(list, readFileSync(list, 'utf8').replaceAll('/tmp/', `${folder}/`));
  return JSON.parse(output.trim().split('\n').at(-1));
}

/** Undefined when there is none that starts. */
export async function findChromium(folder) {
  const installed = installedOne();
  const found = installed ? { executablePath: installed, args: [], env: {} } : await packedOne(folder);
  if (!found) return undefined;
  const env = { ...process.env, ...found.env };
  const { code, output } = await run(found.executablePath, ['--version', '--no-sandbox'], { env });
  return code === 0 ? { ...found, version: output.trim().split('\n').at(-1).trim() } : undefined;
}
