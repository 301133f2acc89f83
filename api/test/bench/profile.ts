import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Pool } from 'pg';
import { shown } from './figure.js';

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

const MAX_LINES = 15;
const STATEMENTS = `
  SELECT calls, total_exec_time AS total, mean_exec_time AS mean, rows, wal_bytes / greatest(calls, 1) AS wal, left(regexp_replace(query, '\\s+', ' ', 'g'), 90) AS query
  FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
  WHERE d.datname = current_database() AND toplevel ORDER BY total_exec_time DESC LIMIT ${MAX_LINES}`;

/** `--profile`: the processor time of servers and workers by function, and the database's by statement. */
export class Profile {
  private readonly tables: string[] = [];

  constructor(private readonly folder: string) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /** Node's flags for a program, whose CPU profile is written when it ends. */
  flags(name: string): string[] {
    return ['--cpu-prof', `--cpu-prof-dir=${this.folder}`, `--cpu-prof-name=${name}-${Date.now()}.cpuprofile`];
  }

  /** The most expensive statements of a database, read before it is dropped. */
  async statements(name: string, db: Pool): Promise<void> {
    const { rows } = await db.query<Record<string, number | string>>(STATEMENTS);
    const lines = rows.map(
      ({ calls, total, mean, rows: found, wal, query }) =>
        `| ${calls} | ${shown(Number(total))} | ${Number(mean).toFixed(3)} | ${found} | ${Math.round(Number(wal))} | \`${query}\` |`,
    );
    const head = ['| calls | ms together | ms each | rows | WAL bytes each | statement |', '|---|---|---|---|---|---|'];
    this.tables.push([`## Statements: ${name}`, '', ...head, ...lines, ''].join('\n'));
  }

  /** Writes the page beside the profiles, which Chrome's DevTools can open. */
  write(): string {
    const files = readdirSync(this.folder).filter((file) => file.endsWith('.cpuprofile'));
    const profiles = files.sort().map((file) => pageOf(file, path.join(this.folder, file)));
    const text = ['# Profile', '', ...profiles, ...this.tables].join('\n');
    writeFileSync(path.join(this.folder, 'PROFILE.md'), text);
    return text;
  }
}

/** The self time of functions, by package and by function, as shares of the time that was not idle. */
function pageOf(name: string, file: string): string {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const packages = new Map<string, number>();
  const functions = new Map<string, number>();
  let busy = 0;
  const add = (to: Map<string, number>, what: string, time: number) => to.set(what, (to.get(what) ?? 0) + time);
  for (const [n, id] of samples.entries()) {
    const frame = frames.get(id);
    const time = timeDeltas[n] ?? 0;
    if (!frame || frame.functionName === '(idle)') continue;
    busy += time;
    const from = packageOf(frame);
    add(packages, from, time);
    add(functions, `${frame.functionName || '(anonymous)'} (${from}:${frame.lineNumber + 1})`, time);
  }
  const top = (of: Map<string, number>) =>
    [...of]
      .sort(([, one], [, other]) => other - one)
      .slice(0, MAX_LINES)
      .map(([what, time]) => `| ${((100 * time) / busy).toFixed(1)} % | ${what} |`);
  const total = timeDeltas.reduce((sum, time) => sum + time, 0);
  const head = ['| self | where |', '|---|---|'];
  const title = `## ${name}: busy ${(busy / 1e6).toFixed(1)} s of ${(total / 1e6).toFixed(1)} s`;
  return [title, '', ...head, ...top(packages), '', ...head, ...top(functions), ''].join('\n');
}

function packageOf({ url, functionName }: { url: string; functionName: string }): string {
  const inModules = /.*node_modules\/((@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (inModules) return inModules;
  const ours = /\/api\/(?:dist\/modules|src)\/(.+?)(\.js|\.ts)?$/.exec(url)?.[1];
  if (ours) return `gateway: ${ours}`;
  return url.startsWith('node:') ? url : functionName.startsWith('(') ? functionName : 'native';
}
