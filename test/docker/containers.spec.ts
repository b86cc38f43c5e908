import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { askEngine, images, type Engine } from '../servers/containers';
import { eventStoreChoice } from '../servers/eventstore';
import { mongoChoice, type Found } from '../servers/mongodb';

// The choice of servers for the other suites. Nothing is started here.

const mongo = images.mongodb.image;
const eventstore = images.eventstore.image;
const nameOf = (choice: object): unknown => ('name' in choice ? choice.name : choice);
const noDocker: Engine = { reason: 'Docker does not answer' };
const docker = (...has: string[]): Engine => ({ address: 'unix:///var/run/docker.sock', has });

it('the images of the tests are those of docker/compose.production.yml', () => {
  const { services } = parse(readFileSync(join(__dirname, '../../docker/compose.production.yml'), 'utf8')) as {
    services: Record<string, { image: string }>;
  };
  expect([services['mongo']?.image, services['eventstore']?.image]).toEqual([mongo, eventstore]);
});

describe('the server of the MongoDB suites', () => {
  const everything: Found = { given: 'mongodb://db', mongod: '7.0.14', engine: docker(mongo), ferretdb: '/ferretdb' };

  it.each([
    ['the address in MONGODB_URL', {}, 'MongoDB of MONGODB_URL'],
    ['a mongod on the PATH', { given: '' }, 'mongod 7.0.14'],
    ['a container', { given: '', mongod: null }, `${mongo} in a container`],
    ['FerretDB if Docker does not answer', { given: '', mongod: null, engine: noDocker }, /^FerretDB 1\.24/],
    ['FerretDB if Docker does not have the image', { given: '', mongod: null, engine: docker(eventstore) }, /^FerretDB 1\.24/],
  ])('is %s', (_, less, name) => {
    expect(nameOf(mongoChoice({ ...everything, ...less }))).toEqual(name instanceof RegExp ? expect.stringMatching(name) : name);
  });

  it.each([
    ['if Docker does not answer', noDocker, 'no container (Docker does not answer)'],
    [
      'if Docker does not have the image',
      docker(),
      `no container (Docker answers, but ${mongo} is not on this machine: \`npm run servers\` pulls it)`,
    ],
  ])('is none with a reason %s and there is no other', (_, engine, words) => {
    const none = mongoChoice({ given: '', mongod: null, engine, ferretdb: null });
    expect(none).toEqual({ reason: expect.stringContaining(words) as string });
  });
});

describe('the server of the EventStoreDB suites', () => {
  it.each([
    ['the address in EVENTSTORE_URL', 'esdb://log', docker(eventstore), 'EventStoreDB of EVENTSTORE_URL'],
    ['a container', '', docker(eventstore), `${eventstore} in a container`],
    ['the test server if Docker does not answer', '', noDocker, { reason: 'no EVENTSTORE_URL, and Docker does not answer' }],
    [
      'the test server if Docker does not have the image',
      '',
      docker(mongo),
      { reason: expect.stringContaining('npm run servers') as string },
    ],
  ])('is %s', (_, given, engine, choice) => {
    expect(nameOf(eventStoreChoice(given, engine))).toEqual(choice);
  });
});

describe('asking Docker', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docket-engine-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function asked(answer: RequestListener): Promise<Engine> {
    const path = join(folder, 'docker.sock');
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const engine = await askEngine({ DOCKER_HOST: `unix://${path}` });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    return engine;
  }
  const info = JSON.stringify({ Name: hostname() });

  it('finds local images and asks for nothing else', async () => {
    const seen: string[] = [];
    const engine = await asked(({ method, url }, response) => {
      seen.push(`${method ?? ''} ${url ?? ''}`);
      response.writeHead(url?.includes('eventstore') === true ? 404 : 200).end(url === '/info' ? info : '{}');
    });
    expect(engine).toEqual({ address: `unix://${join(folder, 'docker.sock')}`, has: [mongo] });
    expect(seen.filter((line) => !/^GET \/(_ping|info|images\/\S+\/json)$/.test(line))).toEqual([]);
  });

  it('waits once for an engine that does not answer', async () => {
    const seen: string[] = [];
    expect(await asked(({ url }) => seen.push(url ?? ''))).toEqual(noDocker);
    expect(seen).toEqual(['/_ping']);
  });

  it.each([
    ['unix:///nowhere', 'Docker does not answer'],
    ['tcp://127.0.0.1:1', 'Docker does not answer'],
    // Ports published to 127.0.0.1 on that host are not reachable from here.
    ['tcp://docker.invalid:2375', 'DOCKER_HOST names no engine of this machine'],
    ['nonsense', 'DOCKER_HOST names no engine of this machine'],
  ])('finds no engine at %s', async (address, reason) => {
    expect(await askEngine({ DOCKER_HOST: address })).toEqual({ reason });
  });
});
