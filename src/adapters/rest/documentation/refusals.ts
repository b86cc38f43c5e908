import { problemCatalogue, type ProblemCode } from '../../web/problems/problem-catalogue';
import { problemFrom } from '../../web/problems/problem';
import { problem } from '../answers/problem';
import { refusalExamples } from './refusal-examples';

/** The inputs of an operation. */
export interface Shape {
  readonly isPublic: boolean;
  readonly isAddressed: boolean;
  readonly takesValues: boolean;
  readonly takesBody: boolean;
}

type Groups = readonly (readonly [holds: boolean, codes: readonly ProblemCode[]])[];

/** Problem codes implied by the inputs of an operation. */
export function refusalsOfShape({ isPublic, isAddressed, takesValues, takesBody }: Shape): readonly ProblemCode[] {
  const groups: Groups = [
    [true, ['internal']],
    [!isPublic, ['unauthenticated', 'storage-damaged', 'unavailable']],
    [takesValues || takesBody || isAddressed, ['invalid']],
    [isAddressed, ['unknown']],
    [takesBody, ['too-large', 'unsupported-media-type']],
  ];
  return groups.flatMap(([holds, codes]) => (holds ? codes : []));
}

/** Problem codes that every command may return. */
export const refusalsOfCommands: readonly ProblemCode[] = [
  ...(['not-permitted', 'unknown', 'conflict', 'stale', 'idempotency-key-reused'] as const),
  ...(['occurred-at-out-of-range', 'upgrade-in-progress'] as const),
];

type Named = Record<string, object>;

/** Responses by status. Operations with the same codes share one component. */
export function responsesOf(codes: readonly ProblemCode[], components: Named): Readonly<Record<string, object>> {
  const order = Object.keys(problemCatalogue);
  const sorted = [...new Set(codes)].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const statuses = [...new Set(sorted.map((code) => problemCatalogue[code].status))];
  const responses = statuses.map((status) => {
    const own = sorted.filter((code) => problemCatalogue[code].status === status);
    const name = `Problem${status}.${own.join('.')}`;
    components[name] ??= responseOf(status, own);
    return [String(status), { $ref: `#/components/responses/${name}` }] as const;
  });
  components['Problem'] ??= anyProblem;
  return { ...Object.fromEntries(responses), default: { $ref: '#/components/responses/Problem' } };
}

const content = (codes: readonly ProblemCode[]) => ({
  'application/problem+json': {
    schema: problem,
    examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
  },
});

const anyProblem = {
  description: 'Any other refusal, such as a request that is not HTTP. `code` names it.',
  content: content(['invalid']),
};

function responseOf(status: number, codes: readonly ProblemCode[]): object {
  const meanings = codes.map((code) => `\`${code}\`: ${problemCatalogue[code].title}. ${problemCatalogue[code].meaning}`);
  const headers = headersOf(status);
  return { description: meanings.join('\n\n'), ...(headers && { headers }), content: content(codes) };
}

function headersOf(status: number): object | null {
  if (status === 401)
    return { 'WWW-Authenticate': { description: 'How to send a token.', schema: { type: 'string' }, example: 'Bearer' } };
  if (status === 503) return { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' }, example: 2 } };
  return null;
}

/** One example per problem code. */
export function problemExamples(): Named {
  const examples = Object.entries(refusalExamples).map(([code, { url, detail, facts }]) => {
    const value = problemFrom(
      { code: code as ProblemCode, detail, facts: facts ?? {} },
      { url, correlationId: '019e2f60-0c5a-7a00-8000-0000000000c0' },
    );
    return [code, { summary: problemCatalogue[code as ProblemCode].title, value }] as const;
  });
  return Object.fromEntries(examples);
}
