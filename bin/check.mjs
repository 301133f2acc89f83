/** `npm run check`: the static checks of the code. `npm run check -- lint format` runs only these. */
import { availableParallelism } from 'node:os';
import { CHECKS } from './lib/checks.mjs';
import { installWithTools } from './lib/install.mjs';
import { requireNode } from './lib/project.mjs';
import { runMain, say, seconds } from './lib/terminal.mjs';

const CONCURRENCY = availableParallelism();

async function resultOf(check) {
  const began = performance.now();
  try {
    return { result: await check(), took: seconds(began) };
  } catch (error) {
    return { result: error.message, took: seconds(began) };
  }
}

/** The results in the order of the checks. The first check runs alone, since it builds what the others read. */
function runAll([first, ...others]) {
  const queue = [];
  const later = others.map(([, check]) => new Promise((resolve) => queue.push(() => resultOf(check).then(resolve))));
  const before = first ? resultOf(first[1]) : Promise.resolve();
  const work = async () => {
    await before;
    for (let next = queue.shift(); next; next = queue.shift()) await next();
  };
  for (let i = 0; i < CONCURRENCY; i++) void work();
  return [before, ...later];
}

async function main() {
  requireNode();
  await installWithTools();
  const chosen = process.argv.slice(2);
  const unknown = chosen.filter((name) => !CHECKS.some(([known]) => known === name));
  if (unknown.length > 0) say(`No such check: ${unknown.join(', ')}`);
  let failed = unknown.length;
  const checks = CHECKS.filter(([known]) => chosen.length === 0 || chosen.includes(known));
  const pending = runAll(checks);
  for (const [index, [name]] of checks.entries()) {
    const { result, took } = await pending[index];
    const complaint = typeof result === 'string' ? result.trim() : '';
    say(`${complaint ? 'FAILED' : 'ok'} ${name} (${took})${result.note ? `: ${result.note}` : ''}`);
    if (!complaint) continue;
    failed += 1;
    say(complaint.replace(/^/gm, '    '));
  }
  return failed === 0 ? 0 : 1;
}

runMain(main);
