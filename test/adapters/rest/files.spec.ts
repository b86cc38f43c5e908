import { createHash } from 'node:crypto';
import { maxText } from '../../../src/domain/ticket/ticket.limits';
import type { AttachFiles } from '../../../src/domain/ticket/ticket.commands';
import { reject } from '../../../src/domain/kernel/errors';
import { id } from '../../dsl/world';
import { as, agent, customer, outcomeOf, startStage, type Stage } from './stage';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
beforeEach(() => {
  stage.requests.length = 0;
  stage.blobs.kept.clear();
  stage.respond = outcomeOf;
  stage.tickets.set(ticket, { revision: 1, position: '2', allowed: [] });
});
afterAll(() => stage.app.close());

const ticket = id(1);

interface Part {
  readonly name: string;
  readonly filename?: string;
  readonly type?: string;
  readonly content: string | Buffer;
}

function upload(parts: readonly Part[], headers: object = {}, url = `/v1/tickets/${ticket}/attach-files`) {
  const boundary = 'xxBOUNDARYxx';
  const chunks = parts.flatMap(({ name, filename, type, content }) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n`,
    `${type === undefined ? '' : `Content-Type: ${type}\r\n`}\r\n`,
    content,
    '\r\n',
  ]);
  const payload = Buffer.concat([...chunks, `--${boundary}--\r\n`].map((chunk) => Buffer.from(chunk)));
  const content = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return stage.app.inject({
    method: 'POST',
    url,
    headers: { ...as('agent'), ...content, ...headers },
    payload,
  });
}

const audience: Part = { name: 'audience', content: 'everyone' };
const photo: Part = { name: 'file', filename: 'Bühne.jpg', type: 'image/jpeg', content: 'not really a photo' };
const attached = (): AttachFiles => stage.requests[0]?.command as AttachFiles;

/** What the read model would show of the file just attached. */
async function show(values: object = {}): Promise<string> {
  const file = attached().files[0];
  if (file === undefined) throw new Error('nothing was attached');
  const line = { ...file, audience: 'everyone', at: '2026-11-23T12:00:00.000Z', redacted: false, ...values };
  const document = { _id: ticket, scopes: ['*', `organisation:${customer.organisation}`], ...people, files: [line] };
  await stage.documents.write([{ collection: 'ticket-detail-staff', id: ticket, document }]);
  return file.file;
}
const people = {
  ...{ requester: { user: id(5) }, creator: { user: id(5), organisation: id(1) }, owner: { user: id(5), organisation: id(1) } },
  ...{
    solution: null,
    assignee: null,
    handler: id(2),
    ownerOrganisation: id(1),
    earlierHandlers: [],
    team: null,
    work: [],
    duplicates: [],
    watchers: [],
    faults: [],
  },
};
const download = (file: string, who: Parameters<typeof as>[0] = 'agent') =>
  stage.app.inject({ method: 'GET', url: `/v1/tickets/${ticket}/files/${file}`, headers: as(who) });

describe('files of a ticket', () => {
  test.each(['ä', '🙂'])('come with a text of the longest length, in any script: %s', async (character) => {
    const body: Part = { name: 'body', content: character.repeat(maxText) };
    const answer = await upload([audience, body, photo], {}, `/v1/tickets/${ticket}/reply`);
    expect([answer.statusCode, answer.json()]).toMatchObject([200, {}]);
    expect(stage.requests[0]?.command).toMatchObject({ body: body.content });
  });

  test('are kept encrypted, named by the hash of their ciphertext, and come back as they were', async () => {
    const answer = await upload([audience, photo]);
    expect(answer.statusCode).toBe(200);
    expect(stage.requests[0]).toMatchObject({ category: 'ticket', id: ticket, actor: agent });
    const [file] = attached().files;
    expect(file).toMatchObject({ name: 'Bühne.jpg', mediaType: 'text/plain', bytes: 18 });
    const [[name, stored] = ['', Buffer.alloc(0)]] = stage.blobs.kept;
    expect(name).toBe(file?.sha256);
    expect(createHash('sha256').update(stored).digest('hex')).toBe(name);
    expect(stored.includes('really')).toBe(false);

    const content = await download(await show());
    expect(content.body).toBe('not really a photo');
    expect(content.headers).toMatchObject({
      'content-type': 'text/plain',
      'content-length': '18',
      'content-disposition': "attachment; filename*=UTF-8''B%C3%BChne.jpg",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
  });

  test('a name that shows its end elsewhere loses what hides it', async () => {
    await upload([audience, { ...photo, filename: 'invoice\u202egpj.exe' }]);
    const [file] = attached().files;
    expect(file?.name).toBe('invoicegpj.exe');
  });

  test('an empty file is accepted', async () => {
    await upload([audience, { ...photo, content: '' }]);
    expect((await download(await show())).body).toBe('');
  });

  test('equal contents give two ciphertexts under two keys', async () => {
    await upload([audience, photo, photo]);
    const [one, two] = attached().files;
    expect(one?.sha256).not.toBe(two?.sha256);
    expect(one?.keyId).not.toBe(two?.keyId);
  });

  test('nothing is kept when the command is refused, and its key is destroyed', async () => {
    stage.respond = () => reject('not-handler', 'Another organisation handles it.');
    expect((await upload([audience, photo])).statusCode).toBe(403);
    expect(stage.blobs.kept.size).toBe(0);
    expect(stage.keys.keys.get(attached().files[0]?.keyId ?? '')).toBeNull();
  });

  test('everything is kept while the outcome of the command is unknown', async () => {
    stage.respond = () => reject('unavailable', 'The log does not answer.');
    expect((await upload([audience, photo])).statusCode).toBe(503);
    expect(stage.blobs.kept.size).toBe(1);
    expect(stage.keys.keys.get(attached().files[0]?.keyId ?? '')).not.toBeNull();
  });

  test('nothing is kept when the command changes nothing', async () => {
    stage.respond = (request) => outcomeOf(request, { recorded: [] });
    expect((await upload([audience, photo])).statusCode).toBe(200);
    expect(stage.blobs.kept.size).toBe(0);
  });

  test('an earlier upload and a file of the request come with one command', async () => {
    const sent = await upload([photo], {}, '/v1/uploads');
    const { items } = sent.json<{ items: { id: string }[] }>();
    const earlier = items[0]?.id ?? '';
    await upload([audience, { name: 'files', content: JSON.stringify([earlier]) }, { ...photo, filename: 'second.jpg' }]);
    expect(attached().files.map(({ file, name }) => [file === earlier, name])).toEqual([
      [true, 'Bühne.jpg'],
      [false, 'second.jpg'],
    ]);
  });

  test('a repeat keeps nothing a second time, and has the body of the first', async () => {
    await upload([audience, photo], { 'idempotency-key': 'k' });
    stage.respond = (request) => outcomeOf(request, { repeated: true });
    await upload([audience, photo], { 'idempotency-key': 'k' });
    expect(stage.blobs.kept.size).toBe(1);
    expect(stage.requests[1]?.body).toEqual(stage.requests[0]?.body);
    expect(stage.requests[1]?.commandId).toBe(stage.requests[0]?.commandId);
    await upload([audience, { ...photo, content: 'another' }], { 'idempotency-key': 'k' });
    expect(stage.requests[2]?.body).not.toEqual(stage.requests[0]?.body);
  });

  test.each<[string, readonly Part[], number, string]>([
    ['no audience', [photo], 400, 'invalid'],
    ['an audience that does not exist', [{ ...audience, content: 'all' }, photo], 400, 'invalid'],
    ['an unknown field', [audience, { name: 'colour', content: 'red' }, photo], 400, 'invalid'],
    ['no file', [audience], 400, 'invalid'],
    ['a name that is a path', [audience, { ...photo, filename: '..\\\\x' }], 200, ''],
    ['a file over 25 MB', [audience, { ...photo, content: Buffer.alloc(25 * 1024 * 1024 + 1) }], 413, 'too-large'],
    ['eleven files', [audience, ...Array.from({ length: 11 }, () => photo)], 413, 'too-large'],
  ])('%s', async (_, parts, status, code) => {
    const answer = await upload(parts);
    expect(answer.statusCode).toBe(status);
    if (status === 200) {
      expect(attached().files[0]?.name).toBe('x');
      return;
    }
    expect(answer.json()).toMatchObject({ status, code });
    expect(stage.requests).toEqual([]);
    expect(stage.blobs.kept.size).toBe(0);
  });

  test('a request for a hidden ticket is refused before its files are read', async () => {
    stage.tickets.clear();
    expect((await upload([audience, photo])).json()).toMatchObject({ code: 'unknown' });
    expect(stage.blobs.kept.size).toBe(0);
  });

  test('a file of a hidden ticket is unknown, and so is a staff file to a customer', async () => {
    await upload([audience, photo]);
    const file = await show();
    expect((await download(file, 'onlooker')).json()).toMatchObject({ status: 404, code: 'unknown' });
    expect((await download(file, 'customer')).json()).toMatchObject({ status: 404, code: 'unknown' });
    expect((await download(id(77))).json()).toMatchObject({ status: 404, code: 'unknown' });
  });

  test('rule 7: without its key the content is gone, even if facts still name it', async () => {
    await upload([audience, photo]);
    const file = await show();
    await stage.keys.destroy([attached().files[0]?.keyId ?? '']);
    expect((await download(file)).json()).toMatchObject({ status: 404, code: 'unknown' });
  });

  test('a file with an altered byte is not served at all', async () => {
    await upload([audience, photo]);
    const file = await show();
    const stored = [...stage.blobs.kept.values()][0];
    stored?.writeUInt8(stored.readUInt8(40) ^ 1, 40);
    const answer = await download(file);
    expect(answer.json()).toMatchObject({ status: 500, code: 'internal' });
  });
});
