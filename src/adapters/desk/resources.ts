import { verbOf, type CommandForm, type CommandForms } from '../../domain/kernel/commands';

/** Commands by their public names. */
export interface VerbTable<Type extends string = string> {
  readonly forms: Readonly<Record<Type, CommandForm>>;
  readonly verbs: ReadonlyMap<string, Type>;
  /** The command that creates the aggregate, addressed without an id. */
  readonly creating: Type | null;
}

export function verbTable<Type extends string>(noun: string, forms: CommandForms): VerbTable<Type> {
  const types = Object.keys(forms) as Type[];
  const creates = (type: Type): boolean => forms[type]?.creates === true;
  return {
    forms: forms as Readonly<Record<Type, CommandForm>>,
    verbs: new Map(types.filter((type) => !creates(type)).map((type) => [verbOf(type, noun), type])),
    creating: types.find(creates) ?? null,
  };
}
