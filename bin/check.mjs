/** `npm run check`: all that can be said about the code without running it. Names choose: `npm run check -- lint types`. */
import { CHECKS } from './lib/checks.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { requireNode } from './lib/project.mjs';
import { complain, say, seconds } from './lib/terminal.mjs';

async function verdict(check) {
  try {
    return await check();
  } catch (error) {
    return error.message;
  }
}

async function main() {
  requireNode();
  await installIfNeeded();
  const chosen = process.argv.slice(2);
  const unknown = chosen.filter((name) => !CHECKS.some(([known]) => known === name));
  if (unknown.length > 0) say(`No such check: ${unknown.join(', ')}`);
  let failed = unknown.length;
  for (const [name, check] of CHECKS.filter(([known]) => chosen.length === 0 || chosen.includes(known))) {
    const began = performance.now();
    const answer = await verdict(check);
    const complaint = typeof answer === 'string' ? answer.trim() : '';
    say(`${complaint ? 'FAILED' : 'ok'} ${name} (${seconds(began)})${answer.note ? `: ${answer.note}` : ''}`);
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
