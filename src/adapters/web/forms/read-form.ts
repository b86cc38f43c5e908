import type { Multipart, MultipartFile } from '@fastify/multipart';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isLongerThan } from '../../../domain/kernel/characters';
import type { CommandForm } from '../../../domain/kernel/commands';
import type { Fields } from '../../../domain/kernel/fields';
import type { FileVault } from '../../files/file-vault.port';
import { sniffed } from '../../desk/files/media-type';
import type { Upload } from '../../desk/files/uploads';
import { requestFields } from '../../desk/input/checked-input';
import { refuseFields } from '../../desk/refuse-fields';
import { FILE_VAULT } from '../../desk/tokens';
import { EdgeError } from '../problems/problem';
import { contentOf, fieldTwice, partsOf } from './form-parts';

/** The fields and files of a request. */
export interface SentForm {
  readonly body: unknown;
  readonly uploads?: readonly Upload[];
}

export type FormEntries = readonly (readonly [name: string, value: string])[];

export interface SentEntries {
  readonly entries: FormEntries;
  readonly files: readonly Upload[];
}

/** Reads requests of commands, as JSON or as multipart forms. */
@Injectable()
export class FormReader {
  constructor(@Inject(FILE_VAULT) private readonly vault: FileVault) {}

  /** `mayCome` runs before the body is read. @throws {DomainError} invalid @throws {EdgeError} unsupported-media-type */
  async read(request: FastifyRequest, form: CommandForm, mayCome?: () => Promise<unknown>): Promise<SentForm> {
    if (!request.isMultipart()) return { body: request.body };
    if (!Object.values(form.fields).some(({ form: { kind } }) => kind === 'files'))
      throw new EdgeError('unsupported-media-type', 'This command takes no files. Send its fields as JSON.');
    await mayCome?.();
    const { fields, files } = await this.readParts(request);
    return { body: valuesIn(requestFields(form), fields), uploads: files };
  }

  /**
   * Streams each file of a multipart form into the vault. On any error, no file is kept.
   * @throws {DomainError} invalid @throws {EdgeError} unsupported-media-type
   */
  async readParts(
    request: FastifyRequest,
  ): Promise<{ readonly fields: Readonly<Record<string, string>>; readonly files: readonly Upload[] }> {
    const { entries, files } = await this.readEntries(request);
    const fields = Object.fromEntries(entries);
    if (Object.keys(fields).length === entries.length) return { fields, files };
    await this.vault.discard(files);
    throw fieldTwice();
  }

  /**
   * Like `readParts`, but keeps the order and repetition of fields. `check` sees the fields before the first file is stored. Empty file inputs
   * are ignored.
   * @throws {DomainError} invalid @throws {EdgeError} unsupported-media-type @throws errors of `check`
   */
  async readEntries(request: FastifyRequest, check: (entries: FormEntries) => void = () => undefined): Promise<SentEntries> {
    const entries: (readonly [string, string])[] = [];
    const files: Upload[] = [];
    try {
      for await (const part of partsOf(request)) {
        if (!isFile(part)) entries.push([part.fieldname, String(part.value)]);
        else if (part.filename === '') part.file.resume();
        else {
          check(entries);
          files.push(await keep(part, this.vault));
        }
      }
      return { entries, files };
    } catch (error) {
      await this.vault.discard(files);
      throw error;
    }
  }
}

const asTheyAre: ReadonlySet<string> = new Set(['text', 'email', 'choice', 'id', 'instant']);

/** Parses values that are not text from JSON. */
function valuesIn(fields: Fields, sent: Readonly<Record<string, string>>): object {
  const values = Object.entries(sent).map(([name, text]) => {
    const kind = Object.hasOwn(fields, name) ? fields[name]?.form.kind : undefined;
    return [name, kind === undefined || asTheyAre.has(kind) ? text : parsed(text)] as const;
  });
  return Object.fromEntries(values);
}

/** Text that is not JSON stays text, so that the field's rules refuse it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isFile(part: Multipart): part is MultipartFile {
  return part.type === 'file';
}

async function keep(part: MultipartFile, vault: FileVault): Promise<Upload> {
  const name = nameOf(part.filename);
  const { type: mediaType, content } = await sniffed(contentOf(part), part.mimetype.toLowerCase());
  return { ...(await vault.keep(content)), name, mediaType };
}

// The form parser writes U+FFFD for bytes that are not UTF-8.
// eslint-disable-next-line no-control-regex -- a name with control characters is what is refused
const goodName = /^[^\u0000-\u001f\u007f-\u009f\ufffd/\\\p{Surrogate}]{1,255}$/u;
const longestName = 255;

/** They would show `exe.gpj` as a picture (Trojan Source). Nobody sees them, so they are taken out instead of refused. */
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

function nameOf(given: string): string {
  // NFC takes quadratic time in the marks on one letter, so long names are refused first. It shortens text to a quarter at most.
  const name = isLongerThan(given, 4 * longestName) ? '' : given.normalize('NFC').replace(bidiControls, '');
  if (goodName.test(name)) return name;
  return refuseFields([
    { field: 'file', message: 'must have a name of 1 to 255 characters in UTF-8, without slashes and control characters' },
  ]);
}
