/** A multimap that drops keys without items. */
export class IndexBy<Item> {
  private readonly items = new Map<string, Set<Item>>();

  add(keys: readonly string[], item: Item): void {
    for (const key of keys) this.items.set(key, (this.items.get(key) ?? new Set<Item>()).add(item));
  }

  delete(keys: readonly string[], item: Item): void {
    for (const key of keys) {
      const under = this.items.get(key);
      under?.delete(item);
      if (under?.size === 0) this.items.delete(key);
    }
  }

  under(key: string): readonly Item[] {
    return [...(this.items.get(key) ?? [])];
  }
}
