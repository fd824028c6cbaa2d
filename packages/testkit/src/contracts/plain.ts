import type { Stores } from "@windhash/core";
import fc from "fast-check";

/** What a contract is run against; `stores` is called within tests, as they are open only then. */
export type Subject<Store = Stores> = { readonly stores: () => Store; readonly clear: () => Promise<void> };

/** Contracts run on real databases: few cases of much content. */
export const CASES = { numRuns: 12 };
export const CASES_MS = 60_000;

/** A value in a form in which equal means equal: bigints and Decimals as text. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? `${each}n` : each)));
}

/** All of a stream. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** One value of an arbitrary, the same on every run. */
export function sample<Value>(arbitrary: fc.Arbitrary<Value>, seed: number): Value {
  return fc.sample(arbitrary, { seed, numRuns: 1 })[0] as Value;
}
