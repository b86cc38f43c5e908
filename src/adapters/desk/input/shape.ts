import { getMetadataStorage } from 'class-validator';

export type Class<T extends object = object> = new () => T;

/** How to read a field's value before validation. Set by the decorators. */
export interface Reading {
  /** An object of this class. */
  readonly nested?: Class;
  /** Maximum number of entries. Entries of a longer list are not read. */
  readonly list?: { readonly most: number; readonly each: Reading };
}

export type Shape = ReadonlyMap<string, Reading>;

const shapes = new WeakMap<Class, Shape>();

/** The fields of a DTO and its parents that have a rule. */
export function shapeOf(dto: Class): Shape {
  const known = shapes.get(dto);
  if (known !== undefined) return known;
  const shape = new Map<string, Reading>();
  for (const { propertyName, context } of getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false)) {
    shape.set(propertyName, (context as Reading | undefined) ?? shape.get(propertyName) ?? {});
  }
  shapes.set(dto, shape);
  return shape;
}
