import { spawnSync } from 'node:child_process';
import { chownSync, copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** tar's exit code if a file changed while it was read; the WAL corrects that. */
const TAR_CHANGED = 1;
const DOCUMENT = fileURLToPath(new URL('../../../docs/operations.md', import.meta.url));
/** The path of the data directory in the document. */
const DATA = '.data/postgres';

interface Block {
  language: 'sql' | 'sh';
  text: string;
}

/** The steps of docs/operations.md for the embedded server, in their order: the backup, then the restore. */
export function documentedSteps(): { backup: Block[]; restore: Block[] } {
  const chapter = /#### The embedded server\n([\s\S]*?)\n#### /.exec(readFileSync(DOCUMENT, 'utf8'))?.[1] ?? '';
  const [backup = '', restore = ''] = chapter.split('To **restore**');
  const blocksOf = (text: string) =>
    [...text.matchAll(/```(sql|sh)\n([\s\S]*?)```/g)].map(([, language, block = '']): Block => ({
      language: language === 'sql' ? 'sql' : 'sh',
      text: block,
    }));
  return { backup: blocksOf(backup), restore: blocksOf(restore) };
}

function shell(script: string, data: string, cwd: string): void {
  for (const line of script.replaceAll('\\\n', ' ').trim().split('\n')) {
    const command = line.replaceAll(DATA, `'${data}'`);
    const { status, stderr } = spawnSync('/bin/sh', ['-c', command], { cwd, encoding: 'utf8' });
    const tolerated = command.startsWith('tar') ? TAR_CHANGED : 0;
    if (status === null || status > tolerated) throw new Error(`${command}: ${stderr}`);
  }
}

/** Makes the document's hot copy in `folder`, in one session. Returns when the backup ended. */
export async function backUp(server: { data: string; adminUrl: () => string }, folder: string): Promise<number> {
  const session = new pg.Client({ connectionString: server.adminUrl() });
  await session.connect();
  let stoppedAt = 0;
  try {
    for (const { language, text } of documentedSteps().backup) {
      if (language === 'sh') {
        shell(text, server.data, folder);
        continue;
      }
      if (text.includes('pg_backup_stop')) stoppedAt = performance.now();
      const answers = [await session.query<{ labelfile?: string }>(text)].flat();
      const { labelfile } = answers[0]?.rows[0] ?? {};
      if (labelfile) writeFileSync(path.join(folder, 'backup_label'), labelfile);
    }
    return stoppedAt;
  } finally {
    await session.end();
  }
}

/** Restores into a folder without a server. The files keep the data's owner. */
export function restore(from: string, to: string): void {
  const data = path.join(to, 'postgres');
  for (const { text } of documentedSteps().restore) shell(text, data, from);
  const { uid, gid } = statSync(path.join(from, 'postgres'));
  if (process.getuid?.() === 0) for (const file of [data, path.join(data, 'backup_label')]) chownSync(file, uid, gid);
  copyFileSync(path.join(from, 'postgres-access.json'), path.join(to, 'postgres-access.json'));
}
