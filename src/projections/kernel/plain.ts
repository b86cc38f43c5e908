/** A domain type as part of a document: the same members, but assignable to plain JSON, unlike an interface. */
export type Plain<T> = T extends string ? T : T extends object ? { readonly [Key in keyof T]: Plain<T[Key]> } : T;

export const plain = <T>(value: T): Plain<T> => value as Plain<T>;
