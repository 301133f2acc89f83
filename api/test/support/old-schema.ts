import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startProgram } from './processes.js';

const SOURCE = fileURLToPath(new URL('../../dist/modules/platform/database/data-source.js', import.meta.url));
const SETTINGS = fileURLToPath(new URL('../../dist/modules/platform/config/config.js', import.meta.url));

/** Applies the migrations of an empty database up to and including `last`, in a process of its own. */
export async function migrateUpTo(last: string, url: string): Promise<void> {
  const program = `
    import { DataSource } from 'typeorm';
    import { dataSourceOptions } from ${JSON.stringify(SOURCE)};
    import { readSettings } from ${JSON.stringify(SETTINGS)};
    const options = dataSourceOptions(readSettings());
    const end = options.migrations.findIndex(({ name }) => name === ${JSON.stringify(last)});
    if (end < 0) throw new Error('there is no migration ${last}');
    const source = await new DataSource({ ...options, migrations: options.migrations.slice(0, end + 1) }).initialize();
    await source.runMigrations();
    await source.destroy();`;
  const { child, log } = startProgram(['--input-type=module', '--eval', program], {
    DATABASE_URL: url,
    LOG_LEVEL: 'error',
  });
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`the migrations failed:\n${log()}`);
}
