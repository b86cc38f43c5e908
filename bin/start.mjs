#!/usr/bin/env node
import { prepare } from './prepare.mjs';
import { runBuilt } from './run-built.mjs';

prepare();
runBuilt('main.js');
