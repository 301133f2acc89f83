/**
 * `npm run admin -- <command>`: runs an operator's command from a clone; in an image it is `node api/dist/main.js admin`.
 * Without DATABASE_URL it uses the embedded PostgreSQL of `npm start`, which it starts for the command if necessary.
 */
import { existsSync } from 'node:fs';
import { API_MAIN, runApi } from './lib/api-command.mjs';
import { Stop, loadEnvironment, requireNode } from './lib/project.mjs';
import { runMain } from './lib/terminal.mjs';

const HELP = ['help', '--help', '-h'];

runMain(() => {
  requireNode();
  if (!existsSync(API_MAIN)) throw new Stop('The gateway is not built yet: run `npm start` once, or `npm run build`.');
  loadEnvironment();
  const words = process.argv.slice(2);
  const isHelp = words.length === 0 || words.some((word) => HELP.includes(word));
  return runApi(['admin', ...words], { needsDatabase: !isHelp });
});
