import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';

export default tseslint.config(
  { ignores: ['dist/', 'build/', 'coverage/', 'node_modules/', '**/*.js', '**/*.mjs', '**/*.cjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 300 }],
      'no-restricted-globals': [
        'error',
        { name: 'setTimeout', message: 'Timers live in kernel/timing.' },
        { name: 'setInterval', message: 'Timers live in kernel/timing.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'The environment is read in config/ only.' },
        { object: 'process', property: 'stdout', message: 'The program in cli/ alone writes.' },
        { object: 'process', property: 'stderr', message: 'The program in cli/ alone writes.' },
      ],
    },
  },
  { files: ['src/kernel/timing/**'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['src/config/**', 'src/cli/main.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['src/detection/**/data/**'], rules: { 'max-lines': 'off' } },
  {
    files: ['test/**/*.ts', 'sample/**/*.ts'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  prettier,
);
