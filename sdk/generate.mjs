/** Runs before the build: empties dist, and writes src/generated from openapi.yml. See generate/*.mjs for each file. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { commandsOf } from './generate/commands.mjs';
import { contractOf, operationTable } from './generate/contract.mjs';
import { objectsOf } from './generate/objects.mjs';
import { operationsOf } from './generate/operations.mjs';
import { resourcesOf } from './generate/resources.mjs';

const openapi = parse(readFileSync(new URL('../openapi.yml', import.meta.url), 'utf8'));
const operations = operationsOf(openapi);
const target = new URL('./src/generated/', import.meta.url);

// A file of an earlier build would be packed as well.
rmSync(new URL('./dist/', import.meta.url), { recursive: true, force: true });
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
writeFileSync(new URL('contract.ts', target), contractOf(openapi));
writeFileSync(new URL('commands.ts', target), commandsOf(openapi, operations));
writeFileSync(new URL('operations.ts', target), operationTable(operations));
writeFileSync(new URL('objects.ts', target), await objectsOf(openapi, operations));
writeFileSync(new URL('resources.ts', target), resourcesOf(operations));
