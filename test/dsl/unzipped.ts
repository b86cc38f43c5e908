import { fromBuffer, type Entry, type ZipFile } from 'yauzl';

/** The files of a ZIP by their names. @throws {Error} for names that would leave the folder they are unpacked to */
export async function unzipped(zip: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const file = await new Promise<ZipFile>((resolve, reject) =>
    fromBuffer(zip, { lazyEntries: true }, (error, opened) => (error === null ? resolve(opened) : reject(error))),
  );
  const found = new Map<string, Buffer>();
  return new Promise((resolve, reject) => {
    file.on('error', reject);
    file.on('end', () => resolve(found));
    file.on('entry', (entry: Entry) => {
      void content(file, entry).then((bytes) => {
        found.set(entry.fileName, bytes);
        file.readEntry();
      }, reject);
    });
    file.readEntry();
  });
}

async function content(file: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) =>
    file.openReadStream(entry, (error, opened) => (error === null ? resolve(opened) : reject(error))),
  );
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
