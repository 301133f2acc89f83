/**
 * `npm run doctor`: looks at the settings, the machine, PostgreSQL and Redis, changes nothing, and says what to mend. Exit
 * code 1 when something would keep the gateway from working well. `--env FILE` reads another file than `.env`;
 * `--servers 2 --workers 3` says how many processes are to share the database.
 */
import { parseArgs } from 'node:util';
import { lookAtMachine, lookAtPorts } from './lib/doctor/machine.mjs';
import { lookAtPostgres } from './lib/doctor/postgres.mjs';
import { lookAtQueueDatabase, lookAtReplicas } from './lib/doctor/postgres-beside.mjs';
import { lookAtRedis } from './lib/doctor/redis.mjs';
import { lookAtSettings } from './lib/doctor/settings.mjs';
import { bold, complain, dim, red, say } from './lib/terminal.mjs';

const MARKS = { ok: '✓', warn: '!', bad: '✗' };
const WIDTH = 15;

function show({ verdict, topic, said, mend }) {
  const line = `  ${MARKS[verdict]} ${topic.padEnd(WIDTH)} ${said}`;
  say(verdict === 'bad' ? red(line) : line);
  if (mend) say(`    ${' '.repeat(WIDTH)}${dim(`→ ${mend}`)}`);
}

async function main() {
  const { values } = parseArgs({
    options: {
      env: { type: 'string', default: '.env' },
      servers: { type: 'string', default: '1' },
      workers: { type: 'string', default: '1' },
    },
  });
  say(`\n${bold('The doctor looks, and changes nothing.')}\n`);
  const findings = [];
  const note = (all) => all.forEach((one) => (findings.push(one), show(one)));
  note(lookAtMachine());
  // Settings are read by the gateway's own compiled code.
  const isBuilt = findings.every(({ verdict, topic }) => verdict !== 'bad' || topic === 'Disk');
  const { findings: read, settings } = isBuilt ? await lookAtSettings(values.env) : { findings: [] };
  note(read);
  // What follows needs settings that can be read.
  if (settings) {
    note(await lookAtPorts(settings));
    const processes = { servers: Number(values.servers), workers: Number(values.workers) };
    note(await lookAtPostgres(settings, processes));
    note(await lookAtReplicas(settings, processes));
    note(await lookAtQueueDatabase(settings, processes));
    note(await lookAtRedis(settings));
  }
  const count = (verdict) => findings.filter((one) => one.verdict === verdict).length;
  const [bad, warn] = [count('bad'), count('warn')];
  say(`\n${bad === 0 ? 'Nothing has to be mended' : `${bad} to mend`}${warn > 0 ? `, ${warn} to think about` : ''}.`);
  return bad === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error) => (complain(error), process.exit(1)),
);
