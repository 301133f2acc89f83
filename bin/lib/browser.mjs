import { findChromium } from './chromium.mjs';
import { installWithTools } from './install.mjs';
import { Stop } from './project.mjs';
import { makeScratchFolder, removeScratchFolder } from './scratch-folder.mjs';

/** A browser for screenshots, which must be closed. */
export async function openBrowser() {
  await installWithTools();
  const { chromium } = await import('playwright-core');
  const folder = makeScratchFolder();
  const found = await findChromium(folder);
  if (!found) throw new Stop('No usable Chromium found: install one, or set CHROMIUM_PATH.');
  const { executablePath, args, env } = found;
  const browser = await chromium.launch({
    executablePath,
    args: [...args, '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    env: { ...process.env, ...env },
  });
  const close = async () => {
    await browser.close();
    removeScratchFolder(folder);
  };
  return { browser, close };
}
