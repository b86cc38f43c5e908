import pino, { type Logger } from 'pino';

/** Structured lines on standard error, so that standard output stays for what people and scripts read. Nothing personal is ever logged. */
export function log(level: string): Logger {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}
