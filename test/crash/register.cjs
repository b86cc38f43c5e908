/* eslint-disable @typescript-eslint/no-require-imports */
/* global require */
// Lets a child process of a test run TypeScript sources, like jest.
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

const jsc = { parser: { syntax: 'typescript', decorators: true }, target: 'es2023', keepClassNames: true };
require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { filename, swcrc: false, jsc, module: { type: 'commonjs' } });
  module._compile(code, filename);
};
