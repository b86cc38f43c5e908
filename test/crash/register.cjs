/* eslint-disable @typescript-eslint/no-require-imports */
/* global require, __dirname */
// Lets a child process of a test run TypeScript sources, like jest. What is compiled is kept: a suite starts fifty such processes.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const jsc = { parser: { syntax: 'typescript', decorators: true }, target: 'es2023', keepClassNames: true };
const kept = join(__dirname, '..', '..', 'node_modules', '.cache', 'docket-tests');
mkdirSync(kept, { recursive: true });
const version = `${JSON.stringify(jsc)} ${readFileSync(require.resolve('@swc/core/package.json'), 'utf8')}`;

function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const file = join(kept, `${createHash('sha256').update(version).update(filename).update(source).digest('hex')}.cjs`);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const { code } = require('@swc/core').transformSync(source, { filename, swcrc: false, jsc, module: { type: 'commonjs' } });
    // Another process may do the same, or end this one at any moment.
    writeFileSync(`${file}.${process.pid}`, code);
    renameSync(`${file}.${process.pid}`, file);
    return code;
  }
}

require.extensions['.ts'] = (module, filename) => module._compile(compiled(filename), filename);
