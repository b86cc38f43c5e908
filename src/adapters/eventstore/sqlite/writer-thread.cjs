// @ts-check
// Plain JavaScript, because a worker thread loads this file directly. Nothing compiles it under jest.
/* eslint-disable @typescript-eslint/no-require-imports */
/* global require */
'use strict';
const Database = require('better-sqlite3');
const { parentPort, receiveMessageOnPort, workerData } = require('node:worker_threads');

/** @typedef {import('./writer').WriterSetup} WriterSetup */
/** @typedef {import('./writer').Order} Order */
/** @typedef {import('./writer').Answer} Answer */
/** @typedef {import('./writer').AppendOrder} AppendOrder */
/** @typedef {import('./writer').Outcome} Outcome */

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const setup = /** @type {WriterSetup} */ (workerData);
/** @type {(answer: Answer) => void} */
const answer = (message) => port.postMessage(message);

try {
  serve(openDatabase());
} catch (error) {
  answer({ failed: { code: error.code, message: error.message } });
}

function openDatabase() {
  const db = new Database(setup.file);
  for (const pragma of setup.pragmas) db.pragma(pragma);
  db.exec(setup.schema);
  for (const [name, value] of Object.entries(setup.meta)) db.prepare(setup.statements.setMeta).run(name, value);
  return db;
}

/** @param {import('better-sqlite3').Database} db */
function serve(db) {
  const commitTogether = committer(db);
  const meta = db.prepare(setup.statements.getMeta).pluck();
  port.on('message', (/** @type {Order} */ first) => {
    const { appends, close } = takeQueued(first);
    if (appends.length > 0) answer({ outcomes: commitTogether(appends) });
    if (!close) return;
    db.close();
    port.close();
  });
  answer({
    ready: {
      logId: String(meta.get('logId')),
      format: Number(meta.get('format')),
      synchronous: Number(db.pragma('synchronous', { simple: true })),
    },
  });
}

/**
 * Collects every queued message for one transaction, without waiting for more.
 * @param {Order} first
 */
function takeQueued(first) {
  const appends = [];
  for (/** @type {Order | undefined} */ let order = first; order !== undefined; order = receiveMessageOnPort(port)?.message) {
    if ('close' in order) return { appends, close: true };
    appends.push(...order.appends);
  }
  return { appends, close: false };
}

/** @param {import('better-sqlite3').Database} db */
function committer(db) {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const newestRevision = db.prepare(setup.statements.newestRevision).pluck();
  const insert = db.prepare(setup.statements.insert);

  /** @type {(append: AppendOrder) => Outcome} */
  function write({ number, stream, expectedRevision, rows }) {
    const actual = /** @type {number} */ (newestRevision.get(stream) ?? -1);
    if (actual !== expectedRevision) return { number, actual };
    let position = 0;
    for (const row of rows) position = Number(insert.run(...row).lastInsertRowid);
    return { number, position };
  }

  /** @type {(appends: readonly AppendOrder[]) => Outcome[]} */
  function inTransaction(appends) {
    begin.run();
    try {
      const outcomes = appends.map(write);
      commit.run();
      return outcomes;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      throw error;
    }
  }

  /**
   * If one append fails, each append is retried in its own transaction. An I/O error ends the thread, because the state of the disk
   * is unknown.
   * @type {(appends: readonly AppendOrder[]) => Outcome[]}
   */
  return function commitTogether(appends) {
    try {
      return inTransaction(appends);
    } catch (error) {
      if (String(error.code).startsWith('SQLITE_IOERR')) throw error;
      if (appends.length > 1) return appends.flatMap((append) => commitTogether([append]));
      return appends.map(({ number }) => ({ number, failed: { code: error.code, message: error.message } }));
    }
  };
}
