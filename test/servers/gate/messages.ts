import { BSON, type Document } from 'mongodb';

/** One message of MongoDB's wire protocol, as it came. https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ */
export type Message = Buffer;

const opMsg = 2013;
const header = 16;
const moreToCome = 1 << 1;
const exhaustAllowed = 1 << 16;

/** Cuts a stream of bytes into messages: each begins with its own length. */
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

/** A sender that wants no answer says that more is to come. */
export function isAnswered(message: Message): boolean {
  return (flags(message) & moreToCome) === 0;
}

/** Answered many times, whenever something happens: how a client watches a server. */
export function isWatching(message: Message): boolean {
  return (flags(message) & exhaustAllowed) !== 0;
}

/** `find`, `update` …: the first field of the body. Empty for the handshake of old. */
export function commandOf(message: Message): string {
  const name = header + 4 + 1 + 4 + 1; // flags, kind of section, length of the document, type of its first field
  return isOpMsg(message) ? message.toString('utf8', name, message.indexOf(0, name)) : '';
}

/** The command itself; documents that came beside it are left out. */
export function bodyOf(message: Message): Document {
  const at = header + 4 + 1;
  return BSON.deserialize(message.subarray(at, at + message.readInt32LE(at)));
}

/** What answers it in the server's place. */
export function answering(message: Message, document: Document): Message {
  const body = Buffer.from(BSON.serialize(document));
  const head = Buffer.alloc(header + 4 + 1);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(message.readInt32LE(4), 8);
  head.writeInt32LE(opMsg, 12);
  return Buffer.concat([head, body]);
}

/** A greeting's answer as if the server took at most so many writes in one command. Drivers keep to it. */
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
