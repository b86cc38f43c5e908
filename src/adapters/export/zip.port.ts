/** One file of a ZIP as it was written. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of its content, hex. */
  readonly sha256: string;
}

export interface Zip {
  /** In the order of the calls; wait for each. `packed` false: stored as it is. */
  add(name: string, content: AsyncIterable<Uint8Array | string>, packed?: boolean): Promise<ZipEntry>;
}

/**
 * Writes a ZIP while it is read. All entries have that time, so the same files are the same bytes.
 * @throws {Error} while it is read, whatever `write` throws
 */
export type ZipWriter = (at: string, write: (zip: Zip) => Promise<void>) => AsyncIterable<Uint8Array>;

export const ZIP_WRITER = Symbol('ZipWriter');
