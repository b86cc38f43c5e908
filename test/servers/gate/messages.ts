import { BSON, type Document } from 'mongodb';

/** One message of MongoDB's wire protocol, as received. https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ */
export type Message = Buffer;

const opMsg = 2013;
const header = 16;
const moreToCome = 1 << 1;
const exhaustAllowed = 1 << 16;

/** Splits a byte stream into messages. Each starts with its length. */
export function messages(deliver: (message: Message) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      deliver(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
}

/** The `moreToCome` flag means that the sender expects no answer. */
export function isAnswered(message: Message): boolean {
  return (flags(message) & moreToCome) === 0;
}

/** A client's monitoring request, which gets several answers. */
export function isWatching(message: Message): boolean {
  return (flags(message) & exhaustAllowed) !== 0;
}

/** `find`, `update` …: the first field of the body. Empty for the legacy handshake. */
export function commandOf(message: Message): string {
  const name = header + 4 + 1 + 4 + 1; // flags, kind of section, length of the document, type of its first field
  return isOpMsg(message) ? message.toString('utf8', name, message.indexOf(0, name)) : '';
}

/** The command without documents of other sections. */
export function bodyOf(message: Message): Document {
  const at = header + 4 + 1;
  return BSON.deserialize(message.subarray(at, at + message.readInt32LE(at)));
}

/** An answer in place of the server's. */
export function answering(message: Message, document: Document): Message {
  const body = Buffer.from(BSON.serialize(document));
  const head = Buffer.alloc(header + 4 + 1);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(message.readInt32LE(4), 8);
  head.writeInt32LE(opMsg, 12);
  return Buffer.concat([head, body]);
}

/** Lowers the maximum writes per command in a handshake's answer, which drivers respect. */
export function withMostWrites(answer: Message, most: number): Message {
  const field = Buffer.from('\x10maxWriteBatchSize\0');
  const at = answer.indexOf(field);
  if (at !== -1) answer.writeInt32LE(most, at + field.length);
  return answer;
}

function flags(message: Message): number {
  return isOpMsg(message) ? message.readInt32LE(header) : 0;
}

function isOpMsg(message: Message): boolean {
  return message.readInt32LE(12) === opMsg;
}
