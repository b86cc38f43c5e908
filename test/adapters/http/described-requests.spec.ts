import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { shapeOf, type Class } from '../../../src/adapters/http/dto/shape';
import { startStage, type Stage } from './stage';

// The API's description knows a DTO by the name of its class alone: what it says is taken must be what is taken.

interface Schema {
  readonly properties?: Readonly<Record<string, { readonly items?: object }>>;
}

const folder = join(__dirname, '../../../src/adapters/http/dto');
let dtos: readonly Class[];
let stage: Stage;
let schemas: Readonly<Record<string, Schema>>;

beforeAll(async () => {
  const files = readdirSync(folder).filter((name) => /\.dto\.ts$|^params\.ts$/.test(name));
  const modules = await Promise.all(files.map((name) => import(join(folder, name)) as Promise<Record<string, unknown>>));
  dtos = modules
    .flatMap((module) => Object.values(module))
    .filter((value) => typeof value === 'function' && shapeOf(value as Class).size > 0) as Class[];
  stage = await startStage();
  const description = await stage.app.inject({ method: 'GET', url: '/openapi.json' });
  schemas = description.json<{ components: { schemas: Record<string, Schema> } }>().components.schemas;
});
afterAll(() => stage.app.close());

test('no two classes have one name', () => {
  const names = dtos.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test('every body has the fields that are described, and no others', () => {
  // The form holds files beside its fields, which no DTO reads.
  const described = dtos.filter(({ name }) => name in schemas && name !== 'AttachFilesForm');
  expect(described.length).toBeGreaterThan(30);
  const fields = (names: Iterable<string>): readonly string[] => [...names].sort();
  for (const dto of described)
    expect([dto.name, fields(Object.keys(schemas[dto.name]?.properties ?? {}))]).toEqual([dto.name, fields(shapeOf(dto).keys())]);
});

test('a ticket is opened with watchers by their address', () => {
  expect(schemas['OpenTicketDto']?.properties?.['watchers']?.items).toEqual({ $ref: '#/components/schemas/WatcherDto' });
  expect(Object.keys(schemas['WatcherDto']?.properties ?? {})).toEqual(['email', 'kinds']);
});
