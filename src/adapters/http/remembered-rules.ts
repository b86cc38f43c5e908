import { getMetadataStorage } from 'class-validator';

type Search = ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas'];

/**
 * class-validator searches all classes of the program for those that one inherits from, again for every request
 * (https://github.com/typestack/class-validator/issues/2686). What is asked of a class is settled when it is loaded: it is found once.
 * Groups, which we do not use, are searched for as before.
 */
export function remembering(search: Search): Search {
  const known = new WeakMap<object, Map<string, ReturnType<Search>>>();
  return (target, ...asked) => {
    const [schema, always, strictGroups, groups = []] = asked;
    if (groups.length > 0) return search(target, ...asked);
    const rules = known.get(target) ?? new Map<string, ReturnType<Search>>();
    const question = `${schema} ${always} ${strictGroups}`;
    const found = rules.get(question) ?? search(target, ...asked);
    known.set(target, rules.set(question, found));
    return found;
  };
}

/** For every pipe of this program. */
export function rememberRules(): void {
  const storage = getMetadataStorage();
  storage.getTargetValidationMetadatas = remembering(storage.getTargetValidationMetadatas.bind(storage));
}
