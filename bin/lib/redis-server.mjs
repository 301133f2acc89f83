/** A temporary Redis for tests, in memory only. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { freePort } from './ports.mjs';
import { Stop } from './project.mjs';
import { gone, until } from './running.mjs';

/** The path of redis-server, if it is installed. */
export const redisServer = () =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'redis-server'))
    .find((file) => existsSync(file));

function pings(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const done = (result) => (socket.destroy(), resolve(result));
    socket.setTimeout(500, () => done(false));
    socket.once('data', (data) => done(data.toString().startsWith('+PONG')));
    socket.once('error', () => done(false));
  });
}

/** Undefined if redis-server is not installed. */
export async function startRedis(folder) {
  const program = redisServer();
  if (!program) return undefined;
  const port = await freePort();
  const memoryOnly = ['--save', '', '--appendonly', 'no'];
  const child = spawn(program, ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...memoryOnly], {
    stdio: 'ignore',
    detached: true, // so that Ctrl-C stops the suites first
  });
  let hasEnded = false;
  child.once('exit', () => (hasEnded = true)).once('error', () => (hasEnded = true));
  await until(async () => hasEnded || (await pings(port)), { timeout: 10_000 });
  if (hasEnded) throw new Stop(`${program} did not start on port ${port}.`);
  const stop = () => (hasEnded ? undefined : (child.kill('SIGTERM'), gone(child.pid, 5000)));
  return { url: `redis://127.0.0.1:${port}`, stop };
}
