import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepCompiledCode } from './boot/compiled-code.js';

// It keeps the code of what is loaded after this call, so everything else is in the other modules.
keepCompiledCode(path.dirname(fileURLToPath(import.meta.url)));

// The acquirer starts without the settings and modules of the gateway.
void (process.argv[2] === 'acquirer' ? import('./boot/acquirer.js') : import('./boot/roles.js'));
