import { Writable } from 'node:stream';
import type { OfflineMethods, ControlMethods } from '../../../src/adapters/control/control.port';
import { runScript, type ScriptEnvironment } from '../../../src/adapters/cli/run-script';
import { aloneWith, methodsWith } from '../control/methods';

export interface ScriptResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Log of opening and closing: by the server or in process. */
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
  readonly alone?: Partial<OfflineMethods>;
  /** True if a server uses the data folder. Default: true. */
  readonly server?: boolean;
  readonly locked?: string;
  readonly millis?: () => number;
  readonly signal?: AbortSignal;
}

/** Runs a script like the command line, with these methods, and captures its output. */
export async function type(line: string, setting: Setting = {}): Promise<ScriptResult> {
  const [out, err] = [new Sink(), new Sink()];
  const ways: string[] = [];
  const way = (name: string) => () => {
    ways.push(name);
    const close = (): Promise<void> => Promise.resolve(void ways.push(`${name} closed`));
    return Promise.resolve({ methods: methodsWith(setting.methods ?? {}), close });
  };
  const world: ScriptEnvironment = {
    connect: setting.server === false ? () => Promise.resolve(null) : way('server'),
    open: setting.locked === undefined ? way('in process') : () => Promise.reject(new Error(setting.locked)),
    offline: aloneWith(setting.alone ?? {}),
    out,
    screen: { stream: err, millis: setting.millis ?? (() => 0) },
    signal: setting.signal ?? new AbortController().signal,
  };
  const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const code = await runScript(args, world);
  return { code, out: out.text, err: err.text, ways };
}
