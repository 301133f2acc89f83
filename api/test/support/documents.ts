import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** The code in a folder, as one text; without files whose names match `without`. */
export const sources = (folder: string, without = /\.spec\.ts$/): string =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.spec\.ts$/.test(file) && !without.test(file))
    .map((file) => text(path.join(folder, file)))
    .join('\n');

/** The text between a heading and the next one of the same or a higher level. */
export function section(page: string, heading: string): string {
  const [, marks = '', rest = ''] = new RegExp(`^(#+) ${heading}\\n([\\s\\S]*)`, 'm').exec(page) ?? [];
  if (!marks) throw new Error(`There is no heading "${heading}"`);
  return rest.split(new RegExp(`^#{1,${marks.length}} `, 'm'))[0] ?? '';
}

/** The cells of a table's rows, without the header and without code marks. */
export function rows(markdown: string): string[][] {
  const lines = [...markdown.matchAll(/^\|(.+)\|$/gm)].map(([, line = '']) => line);
  return lines.slice(2).map((line) => line.split(' | ').map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')));
}

/** The first block of code in this language. */
export function block(markdown: string, language: string): string {
  const [, code] = new RegExp('^```' + language + '\\n([\\s\\S]*?)^```$', 'm').exec(markdown) ?? [];
  if (code === undefined) throw new Error(`There is no block of ${language}`);
  return code;
}

export function isInstalled(program: string, versionFlag = '--version'): boolean {
  return spawnSync(program, [versionFlag], { stdio: 'ignore' }).error === undefined;
}
