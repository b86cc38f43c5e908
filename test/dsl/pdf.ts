import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export interface ReadPdf {
  readonly pages: readonly {
    readonly text: string;
    /** Where its text ends, in points. */ readonly right: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly outline: readonly string[];
  readonly info: { readonly Title?: string; readonly Language?: string; readonly CreationDate?: string };
  readonly isTagged: boolean;
}

/** A PDF as a reader sees it, by a program that did not write it. */
export function readPdf(pdf: Uint8Array): ReadPdf {
  const { stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'read-pdf.mjs')], {
    input: pdf,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (stdout.length === 0) throw new Error(`the PDF cannot be read: ${stderr.toString()}`);
  return JSON.parse(stdout.toString()) as ReadPdf;
}
