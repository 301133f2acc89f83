/**
 * Lints openapi.yml: its structure, its references, and each example against its schema, with Redocly and, if installed,
 * Spectral. Reads no other file.
 */
import { HOW_TO_INSTALL, installCiTools } from './ci-tools.mjs';
import { run } from './command.mjs';
import { inRoot } from './project.mjs';

/** Examples must match their schemas. Rules that are off have their reason beside them. */
const RULES = {
  'no-invalid-media-type-examples': { severity: 'error', allowAdditionalProperties: false },
  'no-invalid-parameter-examples': 'error',
  'no-invalid-schema-examples': 'error',
  'operation-description': 'off', // optional beside the summary
  'tag-description': 'error',
  'operation-tag-defined': 'error',
  'no-server-example.com': 'off', // a self-hosted gateway runs on localhost at first
  'operation-4xx-response': 'off', // health checks have none; api/test/contract/openapi.test.ts checks the other operations
};

/** One line per complaint. */
export async function openApiComplaints(file = 'openapi.yml') {
  const { createConfig, lint } = await import('@redocly/openapi-core'); // imported here: on a fresh clone it is installed only before this call
  const config = await createConfig({ extends: ['recommended'], rules: RULES });
  const problems = await lint({ ref: inRoot(file), config });
  return problems.map(({ message, ruleId, location: [place] }) => {
    const where = (place?.pointer ?? '#/').replaceAll('~1', '/');
    return `${where}: ${message.split('\n')[0]} (${ruleId})`;
  });
}

/** Applies the rules of `spectral:oas`, except those that bin/ci-tools/spectral.yml turns off. */
export async function spectralComplaints(file = 'openapi.yml') {
  const tools = await installCiTools();
  if (!tools) return { note: `not checked: Spectral is not installed (${HOW_TO_INSTALL})` };
  const script = `${tools}/@stoplight/spectral-cli/dist/index.js`;
  const rules = ['--ruleset', inRoot('bin/ci-tools/spectral.yml'), '--fail-severity', 'hint', '--quiet'];
  const { code, output } = await run(process.execPath, [script, 'lint', inRoot(file), ...rules]);
  return code === 0 ? '' : output || `exit code ${code}`;
}
