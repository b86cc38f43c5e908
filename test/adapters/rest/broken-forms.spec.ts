import { Logger } from '@nestjs/common';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { maxFiles, maxFormFields } from '../../../src/adapters/web/limits';
import { id } from '../../dsl/world';
import { costOf } from '../../dsl/cost';
import { as, outcomeOf, startStage, type Stage } from './stage';

// A form that is none, or not whole, is the sender's business: refused in words, nothing kept, and nothing in the log of the operator.

const ticket = id(1);
const path = `/v1/tickets/${ticket}/attach-files`;
let stage: Stage;
const logged: string[] = [];

beforeAll(async () => {
  stage = await startStage();
  const note = (...words: unknown[]) => void logged.push(words.join(' '));
  Logger.overrideLogger({ log: note, warn: note, error: note });
});
beforeEach(() => {
  logged.length = 0;
  stage.requests.length = 0;
  stage.blobs.kept.clear();
  stage.respond = outcomeOf;
  stage.tickets.set(ticket, { revision: 1, position: '2', allowed: [] });
});
afterEach(() => {
  expect(logged).toEqual([]);
  expect(stage.requests).toEqual([]);
  expect(stage.blobs.kept.size).toBe(0);
});
afterAll(() => stage.app.close());

const multipart = (boundary: string) => `multipart/form-data; boundary=${boundary}`;
const field = (name: string, value: string, head = ''): string =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n${head}\r\n${value}\r\n`;
const file = (name: string, content: string): string =>
  `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${content}\r\n`;
const audience = field('audience', 'everyone');
const end = '--b--\r\n';

const send = (payload: string | Buffer, type = multipart('b')) =>
  stage.app.inject({ method: 'POST', url: path, headers: { ...as('agent'), 'content-type': type }, payload });

const notWhole = /^The form cannot be read: its boundary is missing, or it ends before its last part does\./;
const notTaken = /^Besides its files, a form contains the fields of the command, each once/;

test.each<[string, string, string, RegExp]>([
  ['no boundary', 'x', 'multipart/form-data', notWhole],
  ['a boundary that is too long', 'x', multipart('b'.repeat(300)), notWhole],
  ['a body that is no form', 'x', multipart('b'), notWhole],
  ['an end within a file', `${audience}${file('a.txt', 'half')}`, multipart('b'), notWhole],
  ['an end within a field', '--b\r\nContent-Disposition: form-data; name="audience"\r\n\r\nevery', multipart('b'), notWhole],
  ['an end within a header', '--b\r\nContent-Disposition: form', multipart('b'), notWhole],
  [
    'a field that every object has',
    `${audience}${field('constructor', 'x')}${file('a.txt', 'a')}${end}`,
    multipart('b'),
    notTaken,
  ],
  ['a file that every object has', file('a.txt', 'a').replace('"file"', '"toString"') + end, multipart('b'), notTaken],
  [
    'too many fields',
    `${Array.from({ length: maxFormFields + 1 }, (_, at) => field(`f${at}`, 'x')).join('')}${end}`,
    multipart('b'),
    notTaken,
  ],
  [
    'too many parts',
    `${'--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n'.repeat(maxFiles + maxFormFields + 1)}${end}`,
    multipart('b'),
    notTaken,
  ],
  ['a field in JSON', `${field('audience', '{', 'Content-Type: application/json\r\n')}${end}`, multipart('b'), notTaken],
  ['a field twice', `${audience}${audience}${file('a.txt', 'a')}${end}`, multipart('b'), notTaken],
])('%s is refused', async (_, payload, type, words) => {
  const answer = await send(payload, type);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.json()).toMatchObject({ status: 400, code: 'invalid', detail: expect.stringMatching(words) as string });
});

test('a file name that is not UTF-8 is refused, not stored with replacement characters', async () => {
  const answer = await send(Buffer.from(`${audience}${file('Bühne.jpg', 'a')}${end}`, 'latin1'));
  expect(answer.json()).toMatchObject({
    status: 400,
    errors: [{ field: 'file', message: expect.stringMatching(/UTF-8/) as string }],
  });
});

test('five expensive file names are refused faster than one could be normalised', async () => {
  // Putting marks in their order takes as many turns as their number squared.
  const marks = `a${'\u0345'.repeat(19_000)}${'\u0334'.repeat(19_000)}`;
  const inOrder = await costOf(() => marks.normalize());
  const refused = await costOf(async () => {
    const answer = await send(`${audience}${file(marks, 'a').repeat(5)}${end}`);
    expect(answer.json()).toMatchObject({ status: 400, code: 'invalid', errors: [{ field: 'file' }] });
  });
  expect(refused).toBeLessThan(inOrder);
});

test.each([
  ['a form', multipart('b'), `${audience}${file('a.txt', 'half').slice(0, -2)}`],
  ['a command', 'application/json', '{"audience":"every'],
])('who goes away within %s harms nobody', async (_, type, begun) => {
  if (!stage.app.getHttpServer().listening) await stage.app.listen(0, '127.0.0.1');
  const { port } = stage.app.getHttpServer().address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const head = `POST ${path} HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer agent\r\nContent-Type: ${type}\r\nContent-Length: 9999\r\n\r\n`;
  const arrived = once(stage.app.getHttpServer(), 'request');
  socket.write(`${head}${begun}`);
  const [request] = (await arrived) as [IncomingMessage];
  await pause(20);
  socket.destroy();
  await once(request.socket, 'close');
  await pause(20);
});
