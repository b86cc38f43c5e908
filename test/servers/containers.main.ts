import { setTimeout as sleep } from 'node:timers/promises';
import { GenericContainer, getContainerRuntimeClient, ImageName, Wait, type ContainerRuntimeClient } from 'testcontainers';
import { askEngine, images } from './containers';

// A separate process, started by containers.ts and by `npm run servers`:
//   run <image> <port> [NAME=value …]   runs it, prints its port, and removes it when standard input ends
//   pull                                pulls missing images

type Handle = ReturnType<ContainerRuntimeClient['container']['getById']>;

class Ours extends GenericContainer {
  handle: Handle | null = null;
  private fail: (error: unknown) => void = () => undefined;
  readonly ended = new Promise<never>((_, reject) => (this.fail = reject));

  constructor(
    private readonly engine: ContainerRuntimeClient,
    image: string,
    private readonly port: number,
  ) {
    super(image);
    // No reaper, which needs another image. The end of standard input does the same.
    this.withExposedPorts(port).withAutoCleanup(false).withWaitStrategy(Wait.forAll([]));
  }

  /** By default the library opens ports to every network. */
  protected override beforeContainerCreated(): Promise<void> {
    this.hostConfig.PortBindings = { [`${this.port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '' }] };
    return Promise.resolve();
  }

  protected override containerCreated(id: string): Promise<void> {
    this.handle = this.engine.container.getById(id);
    end(this.engine, this.handle).catch(this.fail);
    return Promise.resolve();
  }
}

async function run(image = '', port = '', ...variables: string[]): Promise<void> {
  const over = new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, resolve);
    process.stdin.resume().once('close', resolve);
  });
  const engine = await getContainerRuntimeClient();
  if (!(await engine.image.exists(ImageName.fromString(image)))) throw new Error('the image is not on this machine');
  const container = new Ours(engine, image, Number(port));
  container.withEnvironment(Object.fromEntries(variables.map((pair) => pair.split('=') as [string, string])));
  try {
    const started = await Promise.race([container.start(), container.ended]);
    process.stdout.write(`${started.getMappedPort(Number(port))}\n`);
    await Promise.race([over, container.ended]);
  } finally {
    await container.handle?.remove({ force: true, v: true });
  }
}

/** Rejects with the last output once the container has stopped. */
async function end(engine: ContainerRuntimeClient, container: Handle): Promise<never> {
  while ((await container.inspect()).State.Status === 'created') await sleep(50);
  const { StatusCode } = (await container.wait()) as { readonly StatusCode: number };
  let said = '';
  for await (const chunk of await engine.container.logs(container, { tail: 20 })) said += String(chunk);
  throw new Error(`it ended with ${StatusCode}. Its output: ${said.trim() || 'nothing'}`);
}

async function pull(): Promise<void> {
  const asked = await askEngine();
  if ('reason' in asked) throw new Error(`No images were pulled: ${asked.reason}.`);
  process.env['DOCKER_HOST'] = asked.address;
  const engine = await getContainerRuntimeClient();
  const pulled = async (image: string): Promise<string> => {
    const name = ImageName.fromString(image);
    // Also resolves if the registry reports an error in the middle of its answer.
    const words = await engine.image.pull(name).then(() => 'the registry does not give it', String);
    return (await engine.image.exists(name)) ? `${image} is there.` : `${image} could not be pulled (${words}).`;
  };
  process.stdout.write('Pulling images that are not there …\n');
  const lines = await Promise.all(Object.values(images).map(({ image }) => pulled(image)));
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function main([verb, ...args]: readonly string[]): Promise<void> {
  // The waiting process may have ended.
  process.stdout.on('error', () => undefined);
  await (verb === 'pull' ? pull() : run(...args));
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
  },
);
