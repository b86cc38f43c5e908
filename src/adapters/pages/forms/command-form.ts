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
  /** Options that depend on more than the field. Null for free text. */
  readonly options: (leaf: Leaf) => readonly Option[] | null;
  readonly finding?: ((leaf: Leaf) => Finding | null) | undefined;
  /** Messages for fields whose text did not resolve. */
  readonly unresolved?: ReadonlyMap<string, string>;
  /** Required paths, in addition to the description. */
  readonly required?: ReadonlySet<string>;
  /** Key for drafts: the form's name. */
  readonly draft: string;
}

export interface FormView {
  readonly notice: string | null;
  readonly inputs: readonly Input[];
  readonly hasFiles: boolean;
}

/** Generates a command's form from its description, with the input and the refusal of the last attempt. */
export function formView({ fields, typed, refusal, t, unresolved, required = none, ...parts }: FormParts): FormView {
  const leaves = leavesOf(fields, '', rowsTyped(typed));
  const refused = refusal === null ? nothingRefused : refusalWords(refusal, { leaves, typed, t });
  const errors = new Map([...refused.errors, ...(unresolved ?? [])]);
  const inputs = leaves.map((leaf) => inputOf(leaf, { t, typed, errors, required, ...parts }));
  return { notice: refused.notice, inputs, hasFiles: inputs.some(({ kind }) => kind === 'files') };
}

const none: ReadonlySet<string> = new Set();
const nothingRefused = { errors: new Map<string, string>(), notice: null };
