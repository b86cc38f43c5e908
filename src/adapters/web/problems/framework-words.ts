import { maxBodyBytes, mebibyte } from '../limits';

export const jsonOnly =
  'The body must be JSON, sent as "Content-Type: application/json" and not compressed; files come as multipart/form-data, with the commands that take files or to /v1/uploads.';

export const notUtf8 = 'The body is not UTF-8, the only coding that JSON is sent in. Have your terminal or editor write UTF-8.';

/** Messages of Fastify and its plugins, rewritten to say what is allowed. Nest keeps only the message of their errors. */
const clearer: Readonly<Record<string, string>> = {
  "Body is not valid JSON but content-type is set to 'application/json'":
    'The body is not valid JSON, or has a field named "__proto__" or "constructor". Send one JSON object in UTF-8.',
  'Request body is too large': `The body is larger than ${maxBodyBytes / mebibyte} MiB. Send less at once; long texts go into files.`,
  'Unsupported Media Type': jsonOnly,
  // The client has gone, so only the request log sees this answer.
  aborted: 'The request ended before all of it had arrived. Send it again.',
  'Request body size did not match Content-Length':
    'The body is shorter or longer than its Content-Length says. Send as many bytes as the header names, or leave it out.',
};

/** Messages that contain the address, which may hold personal search words. */
const paths: readonly (readonly [RegExp, string])[] = [
  [
    / is not a valid url component$/,
    'The path holds a percent sign that begins no character of UTF-8. The sign itself is written %25.',
  ],
  [/ is exceeding the max param length$/, 'A part of the path is longer than 100 characters. An id has 36.'],
];

export function clarify(message: string): string {
  const route = /^Cannot ([A-Z]+) (.+)$/.exec(message);
  if (route !== null) return `There is no ${route[1] ?? ''} ${pathOf(route[2] ?? '')}. All paths are described at /docs.`;
  return clearer[message] ?? paths.find(([words]) => words.test(message))?.[1] ?? message;
}

/** Without the query: search words may be personal. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '/';
}

/** Why a body with these headers is refused; null when it is accepted. */
export function unreadable(headers: Readonly<Record<string, unknown>>, takesForms: boolean): string | null {
  const { 'content-type': type, 'content-encoding': coding = 'identity' } = headers;
  const form = typeof type === 'string' && /^\s*multipart\//i.test(type);
  return coding !== 'identity' || (form && !takesForms) ? jsonOnly : null;
}
