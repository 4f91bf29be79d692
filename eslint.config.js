import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The rooms of `src`, and the rooms below each: imports run downwards only. The mock server is an oracle for the others. */
const rooms = {
  element: ['flow', 'rules', 'locales'],
  flow: ['rules'],
  rules: [],
  locales: [],
  // Its command starts the mock server; nothing else of it does.
  server: ['flow', 'rules', 'mock-server'],
  'mock-server': [],
};

export default defineConfig(
  {
    ignores: [
      'dist/',
      'dist-demo/',
      'size/',
      'custom-elements.json',
      'types/',
      'demo/frameworks/',
      'demo/guides/',
      'test/bench/',
    ],
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  { files: ['src/**'], extends: [wc['flat/recommended'], wc['flat/best-practice'], lit['flat/recommended']] },
  {
    files: ['src/**'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({ extensions: ['.ts', '.js'], extensionAlias: { '.js': ['.ts', '.js'] } }),
      ],
    },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: Object.entries(rooms).map(([room, below]) => ({
            target: `./src/${room}`,
            from: './src',
            except: [`./${room}`, ...below.map((other) => `./${other}`)],
            message: `src/${room} may import from ${below.map((other) => `src/${other}`).join(', ') || 'no other room'} only.`,
          })),
        },
      ],
    },
  },
  {
    // The rules know neither Lit nor a document: they are the same for browsers and servers.
    files: ['src/rules/**', 'src/locales/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex: '^[^.]' }] }],
      'no-restricted-globals': ['error', 'document', 'window', 'navigator', 'location', 'HTMLElement'],
    },
  },
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
    files: ['test/element/*.test.ts'],
    rules: {
      // The types of @open-wc/testing make a promise of what .equal() returns, which it is not.
      '@typescript-eslint/no-floating-promises': 'off',
    },
  },
);
