/**
 * `npm run doctor`: checks the settings, the machine, PostgreSQL and Redis without changing anything, and prints what to
 * fix. Exit code 1 if a finding must be fixed. `--env FILE` reads another file than `.env`; `--servers 2 --workers 3` is
 * the number of processes that share the database.
 */
import { parseArgs } from 'node:util';
import { checkMachine, checkPorts } from './lib/doctor/machine.mjs';
import { checkPostgres } from './lib/doctor/postgres.mjs';
import { checkQueueDatabase, checkReplicas } from './lib/doctor/postgres-beside.mjs';
import { checkRedis } from './lib/doctor/redis.mjs';
import { checkSettings } from './lib/doctor/settings.mjs';
import { bold, dim, red, runMain, say } from './lib/terminal.mjs';

const MARKS = { ok: '✓', warn: '!', bad: '✗' };
const WIDTH = 15;

function show({ level, topic, text, fix }) {
  const line = `  ${MARKS[level]} ${topic.padEnd(WIDTH)} ${text}`;
  say(level === 'bad' ? red(line) : line);
  if (fix) say(`    ${' '.repeat(WIDTH)}${dim(`→ ${fix}`)}`);
}

async function main() {
  const { values } = parseArgs({
    options: {
      env: { type: 'string', default: '.env' },
      servers: { type: 'string', default: '1' },
      workers: { type: 'string', default: '1' },
    },
  });
  say(`\n${bold('The doctor checks, and changes nothing.')}\n`);
  const findings = [];
  const note = (all) => all.forEach((one) => (findings.push(one), show(one)));
  note(checkMachine());
  // The gateway's own compiled code reads the settings.
  const isBuilt = findings.every(({ level, topic }) => level !== 'bad' || topic === 'Disk');
  const { findings: read, settings } = isBuilt ? await checkSettings(values.env) : { findings: [] };
  note(read);
  if (settings) {
    note(await checkPorts(settings));
    const processes = { servers: Number(values.servers), workers: Number(values.workers) };
    note(await checkPostgres(settings, processes));
    note(await checkReplicas(settings, processes));
    note(await checkQueueDatabase(settings, processes));
    note(await checkRedis(settings));
  }
  const count = (level) => findings.filter((one) => one.level === level).length;
  const [bad, warn] = [count('bad'), count('warn')];
  say(`\n${bad === 0 ? 'Nothing must be fixed' : `${bad} to fix`}${warn > 0 ? `, ${warn} to consider` : ''}.`);
  return bad === 0 ? 0 : 1;
}

runMain(main);
