import { createHmac } from 'node:crypto';

/**
 * Equal parts give equal ids within an installation. Without its secret, an id does not reveal the name it was derived from
 * (docs/import.md). UUID v8 of RFC 9562 with 122 bits of HMAC-SHA-256.
 */
export function derivedId(secret: Buffer, ...parts: readonly string[]): string {
  const bytes = createHmac('sha256', secret).update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
