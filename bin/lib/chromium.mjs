/** Finds the browser of the tests: CHROMIUM_PATH, the system's, or the one in a package (Linux on x64). */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';

/** The headless shell first: it needs half the CPU time per page. */
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];
const MACOS = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

function installedOne() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const places = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return [process.env.CHROMIUM_PATH, ...places, MACOS].find((file) => file && existsSync(file));
}

/**
 * The package unpacks into the folder of temporary files, and adds missing libraries only if it detects AWS Lambda. It
 * runs in a process of its own, so that its environment does not reach the programs under test. Its argument
 * --single-process is removed: with it, every context but the first loses the cookies that a fetch has set.
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
  // Its font list only searches /tmp, and this browser exits if it finds no font.
  const list = path.join(fonts, 'fonts.conf');
  writeFileSync(list, readFileSync(list, 'utf8').replaceAll('/tmp/', `${folder}/`));
  return JSON.parse(output.trim().split('\n').at(-1));
}

/** Undefined if no usable browser is found. */
export async function findChromium(folder) {
  const installed = installedOne();
  const found = installed ? { executablePath: installed, args: [], env: {} } : await packedOne(folder);
  if (!found) return undefined;
  const env = { ...process.env, ...found.env };
  const { code, output } = await run(found.executablePath, ['--version', '--no-sandbox'], { env });
  return code === 0 ? { ...found, version: output.trim().split('\n').at(-1).trim() } : undefined;
}
