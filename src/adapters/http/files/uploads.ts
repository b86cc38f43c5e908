import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { NamedFile } from '../../../domain/ticket/ticket.commands';
import type { FileVault, KeptFile } from '../../files/file-vault.port';
import { isLongerThan } from '../../../domain/kernel/characters';
import { refuseFields } from '../problems/problem';
import { contentOf, fieldTwice, partsOf } from './form-parts';

export interface Upload extends KeptFile {
  readonly name: string;
  readonly mediaType: string;
}

export interface Form {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: readonly Upload[];
}

/**
 * Reads a multipart form, each file straight into the vault. When anything is wrong, nothing is kept.
 * @throws {DomainError} invalid @throws {EdgeError} unsupported-media-type
 */
export async function readForm(request: FastifyRequest, vault: FileVault): Promise<Form> {
  const fields: Record<string, unknown> = {};
  const files: Upload[] = [];
  try {
    for await (const part of partsOf(request)) {
      if (isFile(part)) files.push(await keep(part, vault));
      else if (Object.hasOwn(fields, part.fieldname)) throw fieldTwice();
      else fields[part.fieldname] = part.value;
    }
    if (files.length === 0) refuseFields([{ field: 'file', message: 'is missing: send at least one file' }]);
    return { fields, files };
  } catch (error) {
    await vault.discard(files);
    throw error;
  }
}

export function namedFile({ name, mediaType, sha256, bytes, keyId }: Upload, file: string): NamedFile {
  return { file, name, mediaType, sha256, bytes, keyId };
}

/** What makes two uploads the same: not the ciphertext, which differs each time. */
export function fingerprint({ fields, files }: Form) {
  const contents = files.map(({ name, mediaType, plainSha256 }) => ({ name, mediaType, plainSha256 }));
  return { fields: fields as Record<string, string>, files: contents };
}

function isFile(part: Multipart): part is MultipartFile {
  return part.type === 'file';
}

async function keep(part: MultipartFile, vault: FileVault): Promise<Upload> {
  const name = nameOf(part.filename);
  return { ...(await vault.keep(contentOf(part))), name, mediaType: mediaTypeOf(part.mimetype) };
}

// U+FFFD stands where the parser of forms met bytes that are no UTF-8.
// eslint-disable-next-line no-control-regex -- a name with control characters is what is refused
const goodName = /^[^\u0000-\u001f\u007f-\u009f\ufffd/\\\p{Surrogate}]{1,255}$/u;
const longestName = 255;

function nameOf(given: string): string {
  // Composing takes as many turns as marks on one letter, squared; and no four characters become less than one.
  const name = isLongerThan(given, 4 * longestName) ? '' : given.normalize('NFC');
  if (goodName.test(name)) return name;
  return refuseFields([
    { field: 'file', message: 'must have a name of 1 to 255 characters in UTF-8, without slashes and control characters' },
  ]);
}

function mediaTypeOf(given: string): string {
  return /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(given) ? given.toLowerCase() : 'application/octet-stream';
}
