import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

const ENVIRONMENT = {
  object: 'process',
  property: 'env',
  message: 'The environment is read in api/src/platform/config alone: inject Config.',
};
const READ_SETTINGS = 'Only sdk/web/src/environment.ts reads the environment: use its `setting()` in lib/config.ts.';
const RANDOMNESS = {
  object: 'Math',
  property: 'random',
  message: 'Ids and secrets come from node:crypto, jitter from common/.',
};
const NO_CYCLES = {
  selector: "Identifier[name='forwardRef']",
  message: 'A cycle between modules: move the shared piece instead.',
};

/** Words for people may change, and are translated: programs branch on `reason`, `errorReason` or the class of an error. */
const WORDS = '[property.name=/^(description|errorDescription|error_description|message)$/]';
const READS_WORDS = [
  `BinaryExpression[operator=/^[!=]==?$/] > MemberExpression${WORDS}`,
  `SwitchStatement > MemberExpression.discriminant${WORDS}`,
  `CallExpression[callee.property.name=/^(test|exec|has|get)$/] > MemberExpression.arguments${WORDS}`,
  `CallExpression[callee.property.name=/^(includes|indexOf)$/] > MemberExpression.arguments${WORDS}`,
  `CallExpression > MemberExpression.callee[property.name=/^(match|matchAll|includes|startsWith|endsWith|search|indexOf)$/] > MemberExpression.object${WORDS}`,
  `MemberExpression[computed=true] > MemberExpression.property${WORDS}`,
].map((selector) => ({ selector, message: "Words for people: branch on the error's reason instead." }));

const nodeGlobals = Object.fromEntries(
  ['AbortController', 'AbortSignal', 'Buffer', 'Headers', 'URL', 'clearInterval', 'clearTimeout', 'console', 'fetch']
    .concat(['performance', 'process', 'setImmediate', 'setInterval', 'setTimeout'])
    .map((name) => [name, 'readonly']),
);

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/dist-harness/',
      '**/.next/',
      '**/next-env.d.ts',
      '**/generated/',
      'sdk/released/',
      '.data/',
      '**/coverage/',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: nodeGlobals },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { __dirname: 'readonly', module: 'writable', require: 'readonly' },
    },
  },
  {
    files: ['api/**/*.ts', 'sdk/{src,test}/**/*.ts', 'sdk/web/src/**/*.{ts,tsx}', 'web-*/{src,test}/**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // No consistent-type-imports here: an injected class must stay a value import, or Nest loses its metadata.
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Methods of Nest are async by contract, awaiting or not; modules are classes without members.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': ['error', NO_CYCLES],
      eqeqeq: 'error',
    },
  },
  {
    files: ['api/src/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', ENVIRONMENT, RANDOMNESS], 'no-console': 'error' },
  },
  {
    files: ['{sdk,sdk/web,web-*}/src/**/*.{ts,tsx}', '{bin,examples}/**/*.{js,mjs}'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_CYCLES, ...READS_WORDS] },
  },
  {
    files: ['{sdk/web,web-*}/src/**/*.{ts,tsx}'],
    ignores: ['sdk/web/src/environment.ts'],
    rules: { 'no-restricted-properties': ['error', { ...ENVIRONMENT, message: READ_SETTINGS }] },
  },
  {
    files: ['api/src/platform/config/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', RANDOMNESS],
      // Config is a class to inject and, merged with it, the interface of the validated settings.
      '@typescript-eslint/no-unsafe-declaration-merging': 'off',
      '@typescript-eslint/no-empty-object-type': 'off',
    },
  },
  {
    // What a test reads of a JSON answer has no type of its own.
    files: ['{api,sdk,web-*}/test/**/*.ts', '**/src/**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
