import { getMetadataStorage, IsString, MaxLength } from 'class-validator';
import { remembering } from '../../../src/adapters/http/remembered-rules';

class Named {
  @IsString()
  readonly name!: string;
}
class Titled extends Named {
  @MaxLength(10)
  readonly title!: string;
}

type Search = Parameters<typeof remembering>[0];

describe('rules of class-validator, found once (typestack/class-validator#2686)', () => {
  const storage = getMetadataStorage();
  const search: Search = (...asked) => storage.getTargetValidationMetadatas(...asked);
  const counted = (): { readonly search: Search; readonly asked: Parameters<Search>[] } => {
    const asked: Parameters<Search>[] = [];
    return { search: (...question) => (asked.push(question), search(...question)), asked };
  };

  it('are those of the class and of what it inherits from', () => {
    const rules = remembering(search);
    for (let i = 0; i < 2; i++) {
      expect(rules(Titled, '', false, false)).toEqual(search(Titled, '', false, false));
      expect(rules(Titled, '', false, false).map(({ propertyName }) => propertyName)).toEqual(['title', 'name']);
      expect(rules(Named, '', false, false).map(({ propertyName }) => propertyName)).toEqual(['name']);
    }
  });

  it('are searched for once, and again for another question', () => {
    const { search: once, asked } = counted();
    const rules = remembering(once);
    for (let i = 0; i < 3; i++) rules(Named, '', false, false);
    expect(asked).toHaveLength(1);
    rules(Named, '', false, true);
    rules(Titled, '', false, false);
    expect(asked).toHaveLength(3);
  });

  it('are searched for every time where groups are named', () => {
    const { search: always, asked } = counted();
    const rules = remembering(always);
    for (let i = 0; i < 2; i++) rules(Named, '', false, false, ['some']);
    expect(asked).toHaveLength(2);
  });
});
