/** `npm run check`: all that can be said about the code without running it. Names choose: `npm run check -- lint types`. */
import { availableParallelism } from 'node:os';
import { CHECKS } from './lib/checks.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { requireNode } from './lib/project.mjs';
import { complain, say, seconds } from './lib/terminal.mjs';

const AT_ONCE = availableParallelism();

async function verdict(check) {
  const began = performance.now();
  try {
    return { answer: await check(), took: seconds(began) };
  } catch (error) {
    return { answer: error.message, took: seconds(began) };
  }
}

/** The verdicts in the order of the checks. The first check runs alone: it builds what the others read. */
function verdicts([first, ...others]) {
  const queue = [];
  const later = others.map(([, check]) => new Promise((resolve) => queue.push(() => verdict(check).then(resolve))));
  const before = first ? verdict(first[1]) : Promise.resolve();
  const work = async () => {
    await before;
    for (let next = queue.shift(); next; next = queue.shift()) await next();
  };
  for (let i = 0; i < AT_ONCE; i++) void work();
  return [before, ...later];
}

async function main() {
  requireNode();
  await installIfNeeded();
  const chosen = process.argv.slice(2);
  const unknown = chosen.filter((name) => !CHECKS.some(([known]) => known === name));
  if (unknown.length > 0) say(`No such check: ${unknown.join(', ')}`);
  let failed = unknown.length;
  const checks = CHECKS.filter(([known]) => chosen.length === 0 || chosen.includes(known));
  const pending = verdicts(checks);
  for (const [index, [name]] of checks.entries()) {
    const { answer, took } = await pending[index];
    const complaint = typeof answer === 'string' ? answer.trim() : '';
    say(`${complaint ? 'FAILED' : 'ok'} ${name} (${took})${answer.note ? `: ${answer.note}` : ''}`);
    if (!complaint) continue;
    failed += 1;
    say(complaint.replace(/^/gm, '    '));
  }
  return failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error) => (complain(error), process.exit(1)),
);
