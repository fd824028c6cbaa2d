import { SourceError } from "@windhash/core";
import { describe, expect, it } from "vitest";
import { elexonClient } from "../src/client/client.ts";
import { METHOD_CASES, type MethodCase } from "./methodCases.ts";
import { bodyOf, chances, mutated } from "./mutations.ts";

/** Rows in all; `WINDHASH_LONG=1` takes a million, and some minutes. */
const ROWS = process.env["WINDHASH_LONG"] === "1" ? 1_000_000 : 50_000;

const CASES = Object.entries(METHOD_CASES);
const ROWS_EACH = Math.ceil(ROWS / CASES.length);

/** What was found wrong with what the client made of a row; null where nothing was. */
function faultOf(row: unknown, outcome: unknown, template: readonly string[]): string | null {
  if (outcome instanceof SourceError) return faultOfRefusal(outcome);
  if (!Array.isArray(outcome)) return `threw ${String(outcome)}`;
  if (outcome.length > 1) return "gave more rows than there were";
  return outcome.length === 0 ? null : faultOfRow(row as RowObject, outcome[0] as RowObject, template);
}

type RowObject = Readonly<Record<string, unknown>>;

function faultOfRefusal({ details, message }: SourceError): string | null {
  const { row, field, rule, value } = details;
  if (row !== 0) return `names row ${String(row)}`;
  if (typeof field !== "string" || typeof rule !== "string" || typeof value !== "string") return "names too little";
  if (rule === "" || value === "") return "names an empty rule or value";
  const namesAll = message.includes(rule) && message.includes(value) && message.includes(field);
  return namesAll ? null : `says too little: ${message}`;
}

const UNITS = ["", "Mwh", "Mw", "Gbp", "GbpPerMwh"];

/** A row that is given has all its fields, nothing but finite figures, and every value that Elexon's row has. */
function faultOfRow(row: RowObject, given: RowObject, template: readonly string[]): string | null {
  if (Object.keys(given).join() !== template.join()) return `has the fields ${Object.keys(given).join()}`;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) return `${name} is undefined`;
    if (typeof value === "number" && !Number.isFinite(value)) return `${name} is ${value}`;
  }
  for (const [field, value] of Object.entries(row)) {
    const name = template.find((candidate) => UNITS.some((unit) => candidate === `${field}${unit}`));
    if (name !== undefined && !isKept(value, given[name])) return `${name} is ${String(given[name])}`;
  }
  return null;
}

function isKept(value: unknown, given: unknown): boolean {
  if (value === undefined || value === null) return given === null;
  if (typeof value === "string" && typeof given === "number") {
    return Math.floor(Date.parse(value.replace(" ", "T")) / 1000) === given;
  }
  if (typeof value === "object")
    return Object.entries(given as object).every(([key, part]) => part === (value as RowObject)[key]);
  return Object.is(value, given) || (value === 0 && given === 0);
}

const HEADERS = new Headers();
const encoder = new TextEncoder();

/** Runs a method on one body after another. */
function bodyRunner({ run }: MethodCase): (body: string) => Promise<unknown> {
  let current: Uint8Array = new Uint8Array();
  // No more of a response than the client reads: a real one takes longer than all else.
  const fetch = async () =>
    ({ status: 200, headers: HEADERS, arrayBuffer: async () => current }) as unknown as Response;
  const client = elexonClient({ fetch, retries: 0, requestsPerSecond: Number.POSITIVE_INFINITY });
  return (body) => {
    current = encoder.encode(body);
    return run(client).then(
      (answer) => answer.rows,
      (error: unknown) => error,
    );
  };
}

describe(`${ROWS_EACH * CASES.length} rows changed by chance`, () => {
  it.each(CASES)(
    "%s: gives a row whole or refuses it, naming row, field, rule and value",
    async (method, found) => {
      const chance = chances(20_220_101);
      const outcomeOf = bodyRunner(found);
      const template = Object.keys(((await outcomeOf(bodyOf([found.row]))) as RowObject[])[0]!);
      const counts = { given: 0, refused: 0 };
      for (let left = ROWS_EACH; left > 0; left -= 1) {
        const body = bodyOf([mutated(found.row, chance)]);
        const outcome = await outcomeOf(body);
        const [row] = JSON.parse(body) as readonly unknown[];
        const wrong = faultOf(row, outcome, template);
        if (wrong !== null) throw new Error(`${method} ${wrong}: ${body}`);
        counts[outcome instanceof SourceError ? "refused" : "given"] += 1;
      }
      expect(counts.given).toBeGreaterThan(ROWS_EACH / 20);
      expect(counts.refused).toBeGreaterThan(ROWS_EACH / 20);
    },
    600_000,
  );
});
