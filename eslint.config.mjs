import boundaries from 'eslint-plugin-boundaries';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const rooms = [
  'flow',
  'twiml',
  'widgets',
  'workflows',
  'activities',
  'store',
  'config',
  'gateway',
  'worker',
  'phone',
  'scripts',
  'bench',
  'test',
  'examples',
];

/** Who may import whom, besides itself. */
const allowed = {
  flow: [],
  twiml: [],
  config: [],
  widgets: ['flow', 'twiml'],
  activities: ['widgets', 'flow', 'twiml', 'config', 'store'],
  store: ['workflows', 'widgets', 'flow', 'config'],
  gateway: ['workflows', 'widgets', 'flow', 'twiml', 'config', 'store'],
  worker: ['workflows', 'activities', 'store', 'config'],
  workflows: ['flow', 'widgets', 'activities'],
  phone: ['twiml'],
  scripts: ['config', 'store', 'worker', 'gateway', 'workflows', 'flow', 'widgets', 'phone'],
  bench: rooms,
  test: rooms,
  examples: [],
};

const inRooms = (...types) => ({ element: { types: { anyOf: types } } });

export default tseslint.config(
  { ignores: ['dist/**', 'coverage/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries, 'import-x': importX },
    settings: {
      'boundaries/elements': rooms.map(room => ({ type: room, pattern: `${room}/**`, partialMatch: false })),
      // Without these, cycles through TypeScript files are not seen.
      ...importX.flatConfigs.typescript.settings,
      'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts', '.js', '.json'] })],
      'import/resolver': { node: { extensions: ['.ts', '.js', '.json'] } },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          message: '{{from.element.type}}/ may not import {{to.element.type}}/',
          policies: Object.entries(allowed).map(([from, others]) => ({
            from: inRooms(from),
            allow: { to: inRooms(from, ...others) },
          })),
        },
      ],
    },
  },
  {
    // Workflow code replays: nothing of the machine it runs on may reach it.
    files: ['workflows/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                'node:*',
                'fs',
                'crypto',
                '@temporalio/client',
                '@temporalio/worker',
                '@temporalio/activity',
              ],
              message: 'Not deterministic.',
            },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'process', 'performance', 'Intl', 'fetch'],
    },
  },
  { files: ['test/**/*.ts', 'bench/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  {
    // What runs before anything is compiled.
    files: ['**/*.mjs', '**/*.js'],
    extends: [tseslint.configs.strict, tseslint.configs.disableTypeChecked],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
