import module from 'node:module';
import { fileURLToPath } from 'node:url';

// From Node 22 on, V8 keeps what it compiled for the next start; where the folder cannot be written, each start compiles.
// It caches what is imported after this call, so everything else is in the other modules.
const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };
enableCompileCache?.(fileURLToPath(new URL('.compile-cache', import.meta.url)));

// The acquirer starts without the settings and modules of the gateway.
if (process.argv[2] === 'acquirer') await import('./boot/acquirer.js');
else await import('./boot/roles.js');
