import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

type Answer<Result> = { result: Result } | { error: string };

const alive = new Set<ChildProcess>();

/** A program of the benchmark in its own process, which handles one order at a time. */
export class Child<Order extends object, Result> {
  private constructor(private readonly child: ChildProcess) {}

  /** `program` is a file beside this one. */
  static start<Order extends object, Result>(program: string): Child<Order, Result> {
    const file = fileURLToPath(new URL(`${program}.js`, import.meta.url));
    const child = fork(file, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [],
      serialization: 'advanced',
    });
    alive.add(child);
    child.once('exit', () => alive.delete(child));
    return new Child(child);
  }

  async ask(order: Order): Promise<Result> {
    const gone = new AbortController();
    const ended = () => gone.abort(new Error('a process of the benchmark ended'));
    this.child.once('exit', ended);
    try {
      this.child.send(order);
      const [answer] = (await once(this.child, 'message', { signal: gone.signal })) as [Answer<Result>];
      if ('error' in answer) throw new Error(answer.error);
      return answer.result;
    } finally {
      this.child.off('exit', ended);
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.disconnect();
    await exited;
  }

  /** Stops the processes of a failed measurement. */
  static async stopAll(): Promise<void> {
    await Promise.all(
      [...alive].map(async (child) => {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }),
    );
  }
}
