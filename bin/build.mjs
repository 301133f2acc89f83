/** `npm run build`: builds the parts that are out of date. */
import { buildIfStale } from './lib/build.mjs';
import { complain, step } from './lib/terminal.mjs';

step('Build', () => buildIfStale()).catch((error) => (complain(error), process.exit(1)));
