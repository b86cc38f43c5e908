/**
 * The only values a fact may hold (docs/fact-format.md): strings without lone surrogates, integers within ±(2^53 − 1), booleans,
 * null, lists and objects. `undefined` members are dropped before storing; the codec refuses everything else.
 */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value | undefined };

export type Values = { readonly [key: string]: Value | undefined };
