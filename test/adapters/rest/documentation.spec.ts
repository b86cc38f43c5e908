import { exampleOf } from '../../../src/adapters/rest/documentation/examples';
import { problemCatalogue } from '../../../src/adapters/web/problems/problem-catalogue';
import { Examples, operationsIn, undescribed, withoutExample, type Document, type Operation } from '../../dsl/openapi';
import { startStage, type Stage } from './stage';

let stage: Stage;
let api: Document;
let operations: readonly Operation[];
let examples: Examples;

beforeAll(async () => {
  stage = await startStage();
  api = (
    await stage.app.inject({ method: 'GET', url: '/openapi.json', headers: { host: 'desk.example:8080' } })
  ).json<Document>();
  operations = operationsIn(api);
  examples = new Examples(api);
});
afterAll(() => stage.app.close());

describe('the description of the API', () => {
  it('describes every operation and names it <plural>_<verb> in camel case', () => {
    expect(operations.filter(({ summary, description }) => !summary || !description)).toEqual([]);
    expect(operations.map(({ operationId }) => operationId).filter((id) => !/^[a-z]+_[a-z][a-zA-Z]*$/.test(id))).toEqual([]);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    expect(operations.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining(['tickets_open', 'tickets_startWork', 'users_grantRole', 'organisations_found']),
    );
  });

  it('puts every operation into a section with a description', () => {
    const known = api.tags.map(({ name }) => name);
    expect(operations.flatMap(({ tags }) => tags).filter((tag) => !known.includes(tag))).toEqual([]);
    expect(api.tags.filter(({ description }) => description === '')).toEqual([]);
    expect(known.slice(0, 3)).toEqual(['Tickets', 'Intake', 'Dispatching']);
  });

  it("uses `id` for a resource's own id in every answer", () => {
    const faults = Object.entries(api.components.schemas).flatMap(([title, { properties = {} }]) =>
      Object.keys(properties as object).filter((name) => name.toLowerCase() === title.toLowerCase()),
    );
    expect(faults).toEqual([]);
  });

  it('describes every parameter with a valid example', () => {
    const faults = operations.flatMap(({ operationId, parameters }) =>
      parameters.flatMap(({ name, description, schema }) => [
        ...(description ? [] : [`${operationId} ${name} has no description`]),
        ...examples.faultsOf(`${operationId} ${name}`, schema, exampleOf(schema)),
      ]),
    );
    expect(faults).toEqual([]);
  });

  it('describes every request with a valid example', () => {
    const bodies = operations.flatMap(({ operationId, requestBody }) =>
      requestBody === undefined ? [] : [{ operationId, requestBody }],
    );
    expect(bodies.flatMap(({ operationId, requestBody }) => examples.faultsOfBody(operationId, requestBody))).toEqual([]);
  });

  it('describes every answer and refusal with a valid example', () => {
    const answers = operations.flatMap(({ operationId, responses }) =>
      Object.entries(responses).flatMap(([status, body]) =>
        body.$ref === undefined ? examples.faultsOfBody(`${operationId} ${status}`, body) : [],
      ),
    );
    expect(answers).toEqual([]);
    const shared = Object.entries(api.components.responses).flatMap(([name, body]) => examples.faultsOfBody(name, body));
    expect(shared).toEqual([]);
  });

  it('describes every field of requests and answers with an example', () => {
    const { schemas } = api.components;
    expect(Object.entries(schemas).flatMap(([name, schema]) => undescribed(name, schema))).toEqual([]);
    expect(Object.entries(schemas).flatMap(([name, schema]) => withoutExample(name, schema))).toEqual([]);
    expect(Object.entries(schemas).flatMap(([name, schema]) => examples.faultsIn(name, schema))).toEqual([]);
  });

  it('has an example of every refusal in the catalogue', () => {
    expect(Object.keys(problemCatalogue).filter((code) => !(code in api.components.examples))).toEqual([]);
  });

  it('starts with a first ticket whose calls use the address of the request', () => {
    const text = JSON.stringify(api);
    expect(text).toContain('First ticket in five calls');
    expect(text).toContain('http://desk.example:8080/v1/');
    expect(text).not.toContain('docket.invalid');
  });
});

describe('the page of the API', () => {
  it('loads nothing from other servers', async () => {
    const page = await stage.app.inject({ method: 'GET', url: '/docs' });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page.body).not.toMatch(/https?:/);
    const scripts = [...page.body.matchAll(/src="([^"]+)"/g)].map(([, source = '']) => source);
    for (const url of scripts) expect((await stage.app.inject({ method: 'GET', url })).statusCode).toBe(200);
    expect(scripts).toEqual(['/docs/scalar.js', '/docs/start.js']);
  });
});
