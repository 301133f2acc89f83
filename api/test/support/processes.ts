import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../dist/main.js');

/** The default settings of tests: no limits, a bank that decides at once, a fast sweeper. */
export const TEST_ENVIRONMENT = {
  DEMO: 'true',
  LOG_LEVEL: 'info',
  TEST_PROCESSING_DELAY: '0',
  SIMULATED_ACQUIRER_NOTIFICATIONS: 'off',
  SWEEP_INTERVAL: '500ms',
  BANK_TIMEOUT: '2s',
  RATE_LIMIT_PUBLIC: 'off',
  RATE_LIMIT_NOTIFICATIONS: 'off',
  RATE_LIMIT_PUBLIC_READ: 'off',
  RATE_LIMIT_KEY: 'off',
  RATE_LIMIT_LOGIN: 'off',
  RATE_LIMIT_CREDENTIALS: 'off',
  MAX_REQUESTS: '5000',
  DATABASE_POOL_SIZE: '12',
};

export type Environment = Record<string, string>;

/** One process of the gateway, with its output. */
export interface GatewayProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** stdout and stderr so far. */
  log(): string;
  /** SIGKILL; resolves when it has ended. */
  kill(): Promise<void>;
  /** SIGTERM; returns the exit code. Throws, and kills the process, if it does not stop. */
  stop(): Promise<number | null>;
}

/** Twice the longest time that a process needs after SIGTERM. */
const STOP_TIMEOUT_MS = 30_000;

export function start(
  role: 'server' | 'worker' | 'acquirer' | 'migrate' | 'rebuild-statistics' | 'reencrypt',
  environment: Environment,
): GatewayProcess {
  return startProgram([MAIN, role], environment);
}

/** Runs the operator's command and returns its exit code and output. */
export async function admin(words: string[], environment: Environment): Promise<{ code: number | null; text: string }> {
  const command = startProgram([MAIN, 'admin', ...words], environment);
  await once(command.child, 'close');
  return { code: command.child.exitCode, text: command.log() };
}

/** Starts a program of the repository with this Node. */
export function startProgram(words: readonly string[], environment: Environment): GatewayProcess {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, words, {
    env: { PATH, HOME, ...TEST_ENVIRONMENT, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      let stayed = false;
      const kill = setTimeout(() => (stayed = child.kill('SIGKILL')), STOP_TIMEOUT_MS);
      child.kill(signal);
      if (signal === 'SIGTERM') child.kill('SIGCONT');
      await gone;
      clearTimeout(kill);
      if (stayed) throw new Error(`${words.join(' ')} did not leave on ${signal}:\n${chunks.join('').slice(-2_000)}`);
    }
    return child.exitCode;
  };
  return {
    child,
    pid: child.pid ?? 0,
    log: () => chunks.join(''),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

/** For a machine on which everything starts at once. */
const READY_TIMEOUT_MS = 60_000;

/** Resolves when the process reports that it is ready; throws with its output if it ends before. */
export async function ready(process: GatewayProcess): Promise<GatewayProcess> {
  const isReady = () => {
    if (process.child.exitCode !== null) throw new Error(`the process ended:\n${process.log()}`);
    return process.log().includes(' ready"');
  };
  await waitFor(isReady, { timeoutMs: READY_TIMEOUT_MS, what: 'a process that is ready' });
  return process;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Waits for a condition, never for a time: returns the first truthy result of `look`, or throws after `timeoutMs`.
 * `what` may read the state once more, to describe what was missing.
 */
export async function waitFor<T>(
  look: () => T | Promise<T>,
  { timeoutMs = 20_000, what = 'the condition' }: { timeoutMs?: number; what?: string | (() => Promise<string>) } = {},
): Promise<Exclude<T, null | undefined | false | 0 | ''>> {
  const began = Date.now();
  for (;;) {
    const seen = await look();
    if (seen) return seen as Exclude<T, null | undefined | false | 0 | ''>;
    const waited = Date.now() - began;
    if (waited > timeoutMs) {
      const missing = typeof what === 'string' ? what : await what();
      throw new Error(`${missing} did not come true within ${timeoutMs} ms`);
    }
    // Long waits poll less often: forty polls a second take a tenth of a core.
    await new Promise((resolve) => setTimeout(resolve, Math.min(100, Math.max(25, waited / 20))));
  }
}
