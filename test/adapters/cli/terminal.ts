import { Writable } from 'node:stream';
import type { AloneMethods, ControlMethods } from '../../../src/adapters/control/control.port';
import { runScript, type ScriptWorld } from '../../../src/adapters/cli/run-script';
import { aloneWith, methodsWith } from '../control/methods';

export interface Heard {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Which of the two ways to the stores were taken and left again. */
  readonly ways: readonly string[];
}

export class Sink extends Writable {
  text = '';
  constructor(readonly isTTY = false) {
    super();
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

export interface Setting {
  readonly methods?: Partial<ControlMethods>;
  readonly alone?: Partial<AloneMethods>;
  /** Whether a server runs on the data folder. Default: yes. */
  readonly server?: boolean;
  readonly locked?: string;
  readonly millis?: () => number;
  readonly signal?: AbortSignal;
}

/** Runs a script as the command line would, against these methods, and hears what it says. */
export async function type(line: string, setting: Setting = {}): Promise<Heard> {
  const [out, err] = [new Sink(), new Sink()];
  const ways: string[] = [];
  const way = (name: string) => () => {
    ways.push(name);
    const close = (): Promise<void> => Promise.resolve(void ways.push(`${name} closed`));
    return Promise.resolve({ methods: methodsWith(setting.methods ?? {}), close });
  };
  const world: ScriptWorld = {
    connect: setting.server === false ? () => Promise.resolve(null) : way('server'),
    open: setting.locked === undefined ? way('in process') : () => Promise.reject(new Error(setting.locked)),
    alone: aloneWith(setting.alone ?? {}),
    out,
    screen: { stream: err, millis: setting.millis ?? (() => 0) },
    signal: setting.signal ?? new AbortController().signal,
  };
  const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const code = await runScript(args, world);
  return { code, out: out.text, err: err.text, ways };
}
