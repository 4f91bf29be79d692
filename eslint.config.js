import js from '@eslint/js';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  { ignores: ['dist/', 'dist-demo/', 'custom-elements.json', 'types/', 'demo/frameworks/', 'test/bench/'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  { files: ['src/**'], extends: [wc['flat/recommended'], wc['flat/best-practice'], lit['flat/recommended']] },
  {
    files: ['test/**'],
    rules: {
      // node:test runs what it is given without being awaited.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['describe', 'it', 'suite', 'test'] },
          ],
        },
      ],
      // Chai's assertions are expressions: expect(log).to.be.empty.
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  {
    files: ['test/*.test.ts'],
    rules: {
      // The types of @open-wc/testing make a promise of what .equal() returns, which it is not.
      '@typescript-eslint/no-floating-promises': 'off',
    },
  },
);
