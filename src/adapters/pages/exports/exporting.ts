import { createParamDecorator, StreamableFile, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { visitOf } from '../access/visit';
import { locales } from '../rendering/languages';
import { csvOf } from './csv';
import { localTimes } from './local-times';
import type { Table } from './table';
import { xlsxOf, xlsxType } from './xlsx';

/** Formats with the separators of CSV; XLSX has none. The first one is the default. */
export const formats = { csv: ',', 'csv-semicolon': ';', 'csv-tab': '\t', xlsx: null } as const;
type Format = keyof typeof formats;

/** Sends a table as a file, as the address wishes. */
export type SendTable = (table: Table) => StreamableFile;

/** The access log records the answer, because it is an attachment (observe-access.ts). */
export const Exporting = createParamDecorator((_: unknown, context: ExecutionContext): SendTable => {
  const http = context.switchToHttp();
  return (table) => send(table, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});

function send(table: Table, request: FastifyRequest, reply: FastifyReply): StreamableFile {
  const { format: asked, bom } = request.query as Readonly<Record<string, unknown>>;
  const format = (Object.keys(formats) as Format[]).find((one) => one === asked) ?? 'csv';
  const { language, timeZone: zone } = visitOf(request).viewer;
  const locale = locales[language];
  const times = localTimes(zone, locale);
  const separator = formats[format];
  void reply
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('content-type', separator === null ? xlsxType : 'text/csv; charset=utf-8; header=present')
    .header('content-disposition', saved(`${table.title} ${today(zone)}`, separator === null ? 'xlsx' : 'csv'));
  const told = inZone(table, zone);
  return new StreamableFile(
    separator === null
      ? xlsxOf(told, times)
      : Readable.from(bytesOf(csvOf(told, { separator, hasMark: bom === '1', times, locale })), { objectMode: false }),
  );
}

/** Columns of moments name their zone, because the file leaves the page that says it. */
function inZone(table: Table, zone: string): Table {
  const columns = table.columns.map((one) => (one.kind === 'moment' ? { ...one, header: `${one.header} (${zone})` } : one));
  return { ...table, columns };
}

async function* bytesOf(text: AsyncIterable<string>): AsyncGenerator<Buffer, void, undefined> {
  for await (const part of text) yield Buffer.from(part);
}

const today = (timeZone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date());

/** A readable name for every browser, and the exact one for those that know RFC 6266. */
export function saved(name: string, ending: string): string {
  const clean = name
    .replace(/[\p{Cc}\p{Surrogate}/\\:*?"<>|]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const plain = clean.normalize('NFKD').replace(/[^\x20-\x7e]/g, '');
  const exact = encodeURIComponent(`${clean}.${ending}`).replace(/['()*]/g, percent);
  return `attachment; filename="${plain}.${ending}"; filename*=UTF-8''${exact}`;
}

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
