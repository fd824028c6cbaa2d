/** A list of one item or more. */
export type NonEmpty<Item> = readonly [Item, ...Item[]];

/** Items by what `keyOf` gives for them; keys and items in order of appearance. (`Map.groupBy` needs Node 21.) */
export function grouped<Key, Item>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, NonEmpty<Item>> {
  const groups = new Map<Key, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
