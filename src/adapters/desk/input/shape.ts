import { getMetadataStorage } from 'class-validator';

export type Class<T extends object = object> = new () => T;

/** How the value of a field is read, before its rules are asked. The decorators say so. */
export interface Reading {
  /** An object of this class. */
  readonly nested?: Class;
  /** At most so many entries; of a longer list none is looked at. */
  readonly list?: { readonly most: number; readonly each: Reading };
}

export type Shape = ReadonlyMap<string, Reading>;

const shapes = new WeakMap<Class, Shape>();

/** The fields of a DTO, its parents' too: each that has a rule. */
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
