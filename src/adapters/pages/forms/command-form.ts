import type { DomainError } from '../../../domain/kernel/errors';
import type { Fields } from '../../../domain/kernel/fields';
import type { Translate } from '../rendering/words';
import type { Finding } from './finding-field';
import { inputOf, type Input, type Option } from './inputs';
import { leavesOf, type Leaf } from './leaves';
import { refusalWords } from './refusal-words';
import { rowsTyped, type Typed } from './sent-values';

export interface FormParts {
  readonly fields: Fields;
  readonly typed: Typed;
  readonly refusal: DomainError | null;
  readonly t: Translate;
  /** What can be chosen, where that follows from more than the field; null: it is typed. */
  readonly options: (leaf: Leaf) => readonly Option[] | null;
  readonly finding?: ((leaf: Leaf) => Finding | null) | undefined;
  /** Words beside fields that no command could be made of. */
  readonly unresolved?: ReadonlyMap<string, string>;
  /** Beyond what the fields say. */
  readonly required?: ReadonlySet<string>;
  /** What texts are kept under: the form's own name. */
  readonly draft: string;
}

export interface FormView {
  readonly notice: string | null;
  readonly inputs: readonly Input[];
  readonly hasFiles: boolean;
}

/** The form of any command, from its description: what is filled in, with what was typed and what was refused. */
export function formView({ fields, typed, refusal, t, unresolved, required = none, ...parts }: FormParts): FormView {
  const leaves = leavesOf(fields, '', rowsTyped(typed));
  const refused = refusal === null ? nothingRefused : refusalWords(refusal, { leaves, typed, t });
  const errors = new Map([...refused.errors, ...(unresolved ?? [])]);
  const inputs = leaves.map((leaf) => inputOf(leaf, { t, typed, errors, required, ...parts }));
  return { notice: refused.notice, inputs, hasFiles: inputs.some(({ kind }) => kind === 'files') };
}

const none: ReadonlySet<string> = new Set();
const nothingRefused = { errors: new Map<string, string>(), notice: null };
