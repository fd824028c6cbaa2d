import { QuantityError } from "../errors.ts";
import { compare, rational, ZERO } from "../quantity/rational.ts";
import { decimalWithin, type DecimalInput, type DecimalRule } from "./decimalText.ts";
import type { MiningBasis } from "./types.ts";

const ONE = rational(1n);

/**
 * The basis when nothing else is asked for: all of the net energy, machines without limit, the industry's 2^32 hashes per
 * unit of difficulty, and nothing lost on the way.
 */
export const DEFAULT_BASIS: MiningBasis = {
  measure: "net",
  flags: "all",
  machines: "continuous",
  hashesPerDifficulty: "2^32",
  uptime: "1",
  poolFee: "0",
  staleRate: "0",
  pue: "1",
};

/** A basis as people give it: any of its fields, shares as text or number. */
export type MiningBasisInput = Readonly<Partial<Record<keyof MiningBasis, DecimalInput>>>;

const CHOICES: { readonly [Field in keyof MiningBasis]?: readonly MiningBasis[Field][] } = {
  measure: ["net", "gross"],
  flags: ["all", "so"],
  machines: ["continuous", "whole"],
  hashesPerDifficulty: ["2^32", "2^48/65535"],
};

const SHARE: DecimalRule = {
  rule: "a share from 0 to 1",
  holds: (value) => compare(value, ZERO) >= 0 && compare(value, ONE) <= 0,
};

const AT_LEAST_ONE: DecimalRule = { rule: "1 or more", holds: (value) => compare(value, ONE) >= 0 };

const RULES: { readonly [field: string]: DecimalRule } = {
  uptime: SHARE,
  poolFee: SHARE,
  staleRate: SHARE,
  pue: AT_LEAST_ONE,
};

/**
 * A whole basis from the fields that were chosen; the others come from `DEFAULT_BASIS`.
 *
 * Shares come out as canonical text, so that the same basis always reads the same ("0.980" becomes "0.98").
 *
 * @throws {QuantityError} that names `field`, `rule` and `value`, also for a field that does not exist
 */
export function parseBasis(chosen: MiningBasisInput): MiningBasis {
  for (const field of Object.keys(chosen)) if (!(field in DEFAULT_BASIS)) throw unknownField(field);
  const fields = Object.keys(DEFAULT_BASIS) as (keyof MiningBasis)[];
  return Object.fromEntries(fields.map((field) => [field, parseField(field, chosen[field])])) as MiningBasis;
}

function parseField(field: keyof MiningBasis, value: unknown): string {
  if (value === undefined) return DEFAULT_BASIS[field];
  const choices: readonly string[] | undefined = CHOICES[field];
  if (choices !== undefined) return parseChoice(field, choices, value);
  const rule = RULES[field] as DecimalRule;
  const text = decimalWithin(value, rule);
  if (text === null) throw refusal(field, `${rule.rule}, in at most 18 decimals`, value);
  return text;
}

function parseChoice(field: string, choices: readonly string[], value: unknown): string {
  if (typeof value === "string" && choices.includes(value)) return value;
  throw refusal(field, choices.map((choice) => `"${choice}"`).join(" or "), value);
}

function refusal(field: string, rule: string, value: unknown): QuantityError {
  const message = `${field} must be ${rule}, got "${String(value)}". Correct it, or leave it out for "${
    DEFAULT_BASIS[field as keyof MiningBasis]
  }".`;
  return new QuantityError(message, { field, rule, value: String(value) });
}

function unknownField(field: string): QuantityError {
  const rule = `one of ${Object.keys(DEFAULT_BASIS).join(", ")}`;
  return new QuantityError(`A field of the basis must be ${rule}, got "${field}". Check its spelling.`, {
    field,
    rule,
    value: field,
  });
}
