/** The item at a place, counted from the end when negative. @throws when there is none: a fixture is not what a test takes it for */
export function at<Item>(items: readonly Item[], index: number): Item {
  const item = items.at(index);
  if (item === undefined) throw new Error(`There must be an item at ${index}, got ${items.length} items.`);
  return item;
}

/** The value, when there is one. */
export function defined<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("There must be a value, got none.");
  return value;
}
