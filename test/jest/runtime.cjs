/* eslint-disable @typescript-eslint/no-require-imports */
/* global require */
// Modules of ours are loaded anew for each suite, as jest does, but compiled once per worker. Packages are loaded once per worker, by Node
// itself: Nest, Fastify and RxJS take a second, and a hundred suites need them.
const { createRequire } = require('node:module');
const { compileFunction, constants } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const requires = new Map();
function requireFrom(file) {
  const known = requires.get(file) ?? createRequire(file);
  requires.set(file, known);
  return known;
}

const functions = new Map();
/** Not in a context of the suite (test/jest/environment.cjs), and so the same for all: what V8 has learned of it, the next suite knows. */
function compiled(source, filename, parameters) {
  const known = functions.get(filename);
  if (known?.source === source) return known.compiled;
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const made = { source, compiled: compileFunction(source, parameters, { filename, importModuleDynamically }) };
  functions.set(filename, made);
  return made.compiled;
}

const isPackage = (name) => name !== undefined && !/^[./]|^@jest\/|^jest(-|$)/.test(name);

class SharedPackages extends Runtime {
  constructor(...options) {
    super(...options);
    const { executor } = this;
    if (typeof executor?.compile !== 'function')
      throw new Error('jest-runtime compiles elsewhere now: see test/jest/runtime.cjs');
    executor.compile = (source, filename) => compiled(source, filename, executor.injectedModuleParameters);
  }

  requireModule(from, name, options, isActual) {
    if (isPackage(name) && options?.isInternalModule !== true) return requireFrom(from)(name);
    return super.requireModule(from, name, options, isActual);
  }
}

module.exports = { default: SharedPackages, __esModule: true };
