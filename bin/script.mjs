#!/usr/bin/env node
// node bin/script.mjs <script> [arguments]: token, import, report, rebuild, retry, verify, status, erase-watcher, backup, restore, copy, dossier (docs/operations.md).
import { prepare } from './prepare.mjs';
import { runBuilt } from './run-built.mjs';

prepare();
runBuilt('cli.js');
