// node verify-dossier.mjs <folder>: checks an unpacked dossier without the server that wrote it (docs/dossier.md).
import { Buffer } from 'node:buffer';
import { createDecipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const folder = process.argv[2] ?? '.';
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const read = (name) => readFileSync(join(folder, name));
const must = (isSo, what) => {
  if (!isSo) throw new Error(`NOT AS IT WAS WRITTEN: ${what}`);
};

const { files, streams } = JSON.parse(read('manifest.json'));
for (const { name, sha256: hash } of files) must(sha256(read(name)) === hash, name);

const heads = new Map();
for (const line of read('facts.jsonl').toString().split('\n').filter(Boolean)) {
  const { stream, revision, contentHash, content, keys = {} } = JSON.parse(line);
  if (content !== undefined) must(sha256(content) === contentHash, `fact ${revision} of ${stream}`);
  const { hash, next } = heads.get(stream) ?? { hash: '0'.repeat(64), next: 0 };
  must(revision === next, `a fact before ${revision} of ${stream} is missing`);
  heads.set(stream, { hash: sha256(Buffer.from(hash + contentHash, 'hex')), next: next + 1 });
  for (const { keyId, keyHash, nonce, text } of content === undefined ? [] : JSON.parse(content).sealed) {
    if (keys[keyId] === undefined) continue;
    const [key, sealed] = [Buffer.from(keys[keyId], 'base64'), Buffer.from(text, 'base64')];
    must(sha256(key) === keyHash, `key ${keyId}`);
    const box = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64')).setAAD(`${stream}/${JSON.parse(content).id}`);
    box.setAuthTag(sealed.subarray(-16));
    must(Buffer.concat([box.update(sealed.subarray(0, -16)), box.final()]).length > 0, `box ${keyId}`);
  }
}
for (const { stream, head, facts } of streams)
  must(heads.get(stream)?.hash === head && heads.get(stream)?.next === facts, stream);
process.stdout.write(
  `As it was written. Chain ${streams.length === 1 ? 'head' : 'heads'}: ${streams.map(({ head }) => head).join(', ')}\n`,
);
