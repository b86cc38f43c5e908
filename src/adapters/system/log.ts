import pino, { type Logger } from 'pino';

/** Structured logs on standard error, so standard output stays free for people and scripts. Personal data is never logged. */
export function log(level: string): Logger {
  return pino({ level, base: null, serializers: { err: serialized } }, pino.destination({ dest: 2, sync: true }));
}

/** Pino would give a stack to everything that has a message. */
function serialized(error: unknown): unknown {
  return error instanceof Error ? pino.stdSerializers.err(error) : error;
}
