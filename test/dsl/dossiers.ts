import type { Api } from './api';
import { until } from './until';
import { unzipped } from './unzipped';

export const everySection = ['overview', 'contact', 'activity', 'logs', 'merged', 'attachments'] as const;

interface Export {
  readonly id: string;
  readonly state: string;
  readonly result: { readonly sha256: string; readonly bytes: number; readonly isPrintable: boolean } | null;
}

/** A dossier that a person exported and downloaded over the API. */
export interface Exported {
  readonly zip: Buffer;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly result: NonNullable<Export['result']>;
}

export async function exported(api: Api, name: string, ticket: string, wish: object): Promise<Exported> {
  const person = api.as(name);
  const started = await person.post(`tickets/${ticket}/dossiers`, wish);
  if (started.status !== 201) throw new Error(`${started.status}: ${started.text}`);
  const { id } = JSON.parse(started.text) as Export;
  const read = async () => JSON.parse((await person.get(`dossiers/${id}`)).text) as Export;
  await until(async () => (await read()).state !== 'running', 'the end of the export');
  const ended = await read();
  if (ended.result === null) throw new Error(`the export has ${ended.state}`);
  const token = api.demo.find(({ user }) => user.startsWith(name))?.token ?? '';
  const answer = await fetch(`${api.url}/v1/dossiers/${id}/content`, { headers: { authorization: `Bearer ${token}` } });
  const zip = Buffer.from(await answer.arrayBuffer());
  return { zip, files: await unzipped(zip), result: ended.result };
}

/** The part of a file name that says what it is. */
export const fileIn = ({ files }: Exported, ending: string): Buffer =>
  [...files].find(([name]) => name.endsWith(ending))?.[1] ?? Buffer.alloc(0);
