/**
 * Lints openapi.yml: its structure, its references, and each example against its schema; by Redocly, and by Spectral where
 * it is installed. Reads nothing but the file.
 */
import { ciTools, HOW_TO_INSTALL } from './ci-tools.mjs';
import { run } from './command.mjs';
import { inRoot } from './project.mjs';

/** Examples are held to their schemas; what is switched off does not fit, for the reason beside it. */
const RULES = {
  'no-invalid-media-type-examples': { severity: 'error', allowAdditionalProperties: false },
  'no-invalid-parameter-examples': 'error',
  'no-invalid-schema-examples': 'error',
  'operation-description': 'off', // the summary says it where nothing is to be added
  'tag-description': 'error',
  'operation-tag-defined': 'error',
  'no-server-example.com': 'off', // a gateway that you run yourself is on your machine at first
  'operation-4xx-response': 'off', // health checks refuse nobody; api/test/contract/openapi.test.ts asks for the others' errors
};

/** One line per complaint. */
export async function openApiComplaints(file = 'openapi.yml') {
  const { createConfig, lint } = await import('@redocly/openapi-core'); // installed by now, also on a fresh clone
  const config = await createConfig({ extends: ['recommended'], rules: RULES });
  const problems = await lint({ ref: inRoot(file), config });
  return problems.map(({ message, ruleId, location: [place] }) => {
    const where = (place?.pointer ?? '#/').replaceAll('~1', '/');
    return `${where}: ${message.split('\n')[0]} (${ruleId})`;
  });
}

/** By the rules of `spectral:oas` but those that bin/ci-tools/spectral.yml switches off. A check of `npm run check`. */
export async function spectralComplaints(file = 'openapi.yml') {
  const tools = ciTools();
  if (!tools) return { note: `not checked: Spectral is not installed (${HOW_TO_INSTALL})` };
  const script = `${tools}/@stoplight/spectral-cli/dist/index.js`;
  const rules = ['--ruleset', inRoot('bin/ci-tools/spectral.yml'), '--fail-severity', 'hint', '--quiet'];
  const { code, output } = await run(process.execPath, [script, 'lint', inRoot(file), ...rules]);
  return code === 0 ? '' : output || `exit code ${code}`;
}
