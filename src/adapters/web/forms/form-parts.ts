import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { maxFileBytes, maxFiles, mebibyte } from '../limits';
import { EdgeError } from '../problems/problem';

const notWhole =
  'The form cannot be read: its boundary is missing, or it ends before its last part does. Send it whole, as multipart/form-data, the way browsers and "curl -F" do.';
const notTaken =
  'Besides its files, a form contains the fields of the command, each once and as text. Values that are not text are JSON.';

const refusals: Readonly<Record<string, ConstructorParameters<typeof EdgeError>>> = {
  FST_REQ_FILE_TOO_LARGE: ['too-large', `A file is larger than ${maxFileBytes / mebibyte} MiB. Send a smaller one.`],
  FST_FILES_LIMIT: ['too-large', `More than ${maxFiles} files came in one request. Send them in several.`],
  FST_FIELDS_LIMIT: ['invalid', notTaken],
  FST_PARTS_LIMIT: ['invalid', notTaken],
  FST_PROTO_VIOLATION: ['invalid', notTaken],
  FST_INVALID_JSON_FIELD_ERROR: ['invalid', notTaken],
};

/** The parts in order. Read or skip a file before asking for the next part. @throws {EdgeError} when the form is invalid, incomplete or too large */
export async function* partsOf(request: FastifyRequest): AsyncIterable<Multipart> {
  if (!request.isMultipart()) throw new EdgeError('unsupported-media-type', 'Send the files as multipart/form-data.');
  yield* withClientErrors(request.parts());
}

/** @throws {EdgeError} when the form ends inside the file */
export function contentOf(part: MultipartFile): AsyncIterable<Uint8Array> {
  return withClientErrors(part.file as AsyncIterable<Uint8Array>);
}

export function fieldTwice(): EdgeError {
  return new EdgeError('invalid', notTaken);
}

/** Blames the client for errors of the form parser, so code that handles parts must not run in here. */
async function* withClientErrors<T>(parsed: AsyncIterable<T>): AsyncIterable<T> {
  try {
    yield* parsed;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new EdgeError(...(refusals[code] ?? (['invalid', notWhole] as const)));
  }
}
