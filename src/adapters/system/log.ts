import pino, { type Logger } from 'pino';

/** Structured logs on standard error, so standard output stays free for people and scripts. Personal data is never logged. */
export function log(level: string): Logger {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}
