import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const impure = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is injected (Clock).' },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Time is injected (Clock).' },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Ids are injected (Ids).' },
];

const ofBrowsers = [
  ...['document', 'window', 'location', 'localStorage', 'sessionStorage', 'navigator', 'fetch', 'setTimeout', 'clearTimeout'],
  ...['setInterval', 'clearInterval', 'requestAnimationFrame', 'CustomEvent', 'EventSource', 'BroadcastChannel', 'FormData'],
  ...['DataTransfer', 'File', 'URL', 'URLSearchParams', 'XMLHttpRequest', 'AbortController', 'DOMParser', 'history', 'crypto'],
];
/** What src/adapters/pages/assets/js/10-base.js declares for the others. */
const ofTheFirstScript = ['find', 'all', 'tellDrawn', 'whenDrawn'];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'data/', 'bench/node_modules/', 'test/client/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    // One program for all files: a sixth less time than `projectService`, which is made for editors.
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // D9, D10 (docs/architecture.md)
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 8],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      eqeqeq: 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Nest types its options as classes and takes plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Nest reads constructor parameter types at run time.
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    },
  },
  {
    files: ['src/domain/**', 'src/projections/**'],
    rules: {
      'no-restricted-syntax': ['error', ...impure],
      'no-restricted-globals': ['error', 'process', 'crypto', 'Buffer', 'fetch'],
    },
  },
  {
    files: [
      'src/adapters/**/*.controller.ts',
      'src/adapters/**/*.handlers.ts',
      'src/adapters/**/*.guard.ts',
      'src/adapters/{desk,pages,rest,web}/**',
      'src/*.ts',
      'src/compose/**',
      'src/operations/**',
    ],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['test/**', 'bench/**'],
    rules: { 'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }], 'max-params': 'off' },
  },
  {
    files: ['src/adapters/pages/assets/js/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      parserOptions: { project: null },
      globals: Object.fromEntries([...ofBrowsers, ...ofTheFirstScript].map((name) => [name, 'readonly'])),
    },
    rules: {
      'no-redeclare': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: `^(${ofTheFirstScript.join('|')})$` }],
    },
  },
  {
    files: ['**/*.{mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly', performance: 'readonly', module: 'writable' } },
  },
  prettier,
);
