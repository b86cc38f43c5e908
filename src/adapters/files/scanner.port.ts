/** `threat`: what was found; null: nothing. */
export interface ScanVerdict {
  readonly threat: string | null;
}

/** Looks for malware in a file. Contract: test/contracts/scanner.contract.ts. */
export interface Scanner {
  readonly description: string;
  /** Reads the content to its end, or until the verdict is known. @throws {ScanFailed} there is no verdict */
  scan(content: AsyncIterable<Uint8Array>): Promise<ScanVerdict>;
}

/** The scanner cannot be reached, took too long, or refused the file. */
export class ScanFailed extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'ScanFailed';
  }
}
