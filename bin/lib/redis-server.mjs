/** A Redis of the tests' own: nothing on disk, gone when they are. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { freePort } from './ports.mjs';
import { Stop } from './project.mjs';
import { gone, until } from './running.mjs';

/** The installed program, if there is one. */
export const redisServer = () =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'redis-server'))
    .find((file) => existsSync(file));

function pings(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const done = (answer) => (socket.destroy(), resolve(answer));
    socket.setTimeout(500, () => done(false));
    socket.once('data', (data) => done(data.toString().startsWith('+PONG')));
    socket.once('error', () => done(false));
  });
}

/** Undefined when no redis-server is installed. */
export async function startRedis(folder) {
  const program = redisServer();
  if (!program) return undefined;
  const port = await freePort();
  const memoryOnly = ['--save', '', '--appendonly', 'no'];
  const child = spawn(program, ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...memoryOnly], {
    stdio: 'ignore',
    detached: true, // Ctrl-C reaches the suites first
  });
  let over = false;
  child.once('exit', () => (over = true)).once('error', () => (over = true));
  await until(async () => over || (await pings(port)), { timeout: 10_000 });
  if (over) throw new Stop(`${program} did not start on port ${port}.`);
  const stop = () => (over ? undefined : (child.kill('SIGTERM'), gone(child.pid, 5000)));
  return { url: `redis://127.0.0.1:${port}`, stop };
}
