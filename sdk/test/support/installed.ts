import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TSC = path.join(ROOT, 'node_modules/typescript/bin/tsc');
const STRICT = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--pretty', 'false'];

/** A project that installed the packed tarball, as users do. */
export class InstalledProject {
  private constructor(
    readonly folder: string,
    readonly installed: string,
  ) {}

  static create(): InstalledProject {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'payment-gateway-sdk-'));
    const project = new InstalledProject(folder, path.join(folder, 'node_modules/@payment-gateway/sdk'));
    mkdirSync(project.installed, { recursive: true });
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: path.join(ROOT, 'sdk') });
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    project.run('tar', '-xzf', tarball, '-C', project.installed, '--strip-components=1');
    project.write('package.json', '{"type":"module"}');
    return project;
  }

  run(command: string, ...args: string[]): string {
    return execFileSync(command, args, { cwd: this.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Returns the program's output; the program is a file, so that packages are found. */
  runNode(name: string, program: string): string {
    this.write(name, program);
    return this.run(process.execPath, name);
  }

  write(name: string, text: string): void {
    mkdirSync(path.dirname(path.join(this.folder, name)), { recursive: true });
    writeFileSync(path.join(this.folder, name), text);
  }

  file(name: string): string {
    return readFileSync(path.join(this.installed, name), 'utf8');
  }

  addTypesOfNode(): void {
    for (const name of ['@types/node', 'undici-types']) {
      cpSync(path.join(ROOT, 'node_modules', name), path.join(this.folder, 'node_modules', name), { recursive: true });
    }
  }

  /** @throws Error with the compiler's output */
  compile(...args: string[]): void {
    try {
      this.run(process.execPath, TSC, ...STRICT, ...args);
    } catch (error) {
      throw new Error((error as { stdout: string }).stdout, { cause: error });
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
