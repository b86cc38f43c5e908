/** One document to be printed. */
export interface PrintJob {
  /** A whole page. It reaches nothing but `data:` and our own assets, and no script of it runs. */
  readonly html: string;
  /** For whom: those who wait are served in turn. */
  readonly owner: string;
  /** Stands in the document as the time it was made, so that equal pages are equal bytes. */
  readonly at: string;
  readonly signal?: AbortSignal;
}

/** Prints pages as PDF. Contract: test/contracts/pdf-renderer.contract.ts. */
export interface PdfRenderer {
  /** Null where this machine has no browser. @throws {PrintFailed} it crashed, hung or was killed, twice */
  print(job: PrintJob): Promise<Uint8Array | null>;
  /** False: there is no browser. */
  readonly prints: boolean;
  /** The browser that prints, or why there is none. */
  readonly description: string;
  close(): Promise<void>;
}

export class PrintFailed extends Error {
  constructor(cause: unknown) {
    super('The document could not be printed', { cause });
    this.name = 'PrintFailed';
  }
}
