import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wrappedRows } from "./rows.ts";
import { rowSplitter } from "./rowSplitter.ts";

const encoder = new TextEncoder();

/** What comes of a body that is pushed in pieces: its rows, or that it is refused. */
function split(bytes: Uint8Array, cuts: readonly number[]): readonly unknown[] | "refused" {
  const splitter = rowSplitter();
  const found: unknown[] = [];
  const ends = [...cuts, bytes.length].toSorted((a, b) => a - b);
  try {
    let from = 0;
    for (const to of ends) {
      found.push(...splitter.push(bytes.subarray(from, to)));
      from = to;
    }
    return wrappedRows(splitter.end()) === null ? "refused" : found;
  } catch (error) {
    if (error instanceof SyntaxError) return "refused";
    throw error;
  }
}

/** The same by `JSON.parse` of the whole. */
function parsed(bytes: Uint8Array): readonly unknown[] | "refused" {
  try {
    return wrappedRows(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))) ?? "refused";
  } catch {
    return "refused";
  }
}

function byteByByte(text: string): readonly unknown[] | "refused" {
  const bytes = encoder.encode(text);
  return split(
    bytes,
    bytes.map((_, at) => at).reduce<number[]>((all, at) => [...all, at], []),
  );
}

/** Strings that look like what the splitter looks for, and characters of two, three and four bytes. */
const TEXTS = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom('"', "\\", "[", "]", "{", "}", ",", ":", "data", "é", "€", "𝄞", "\u0000") }),
);

const VALUES = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    TEXTS,
    fc.double(),
    fc.constantFrom(null, true, false, 0, -0.004166666666666667, [], {}),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(TEXTS, fc.constant("data")), tie("value"), { maxKeys: 4 }),
  ),
})).value;

const ROWS = fc.array(VALUES, { maxLength: 12 });

/** Bodies in every wrapper, and some that hold no rows. */
const BODIES = fc
  .record({
    body: fc.oneof(
      ROWS,
      fc.record({ data: ROWS }),
      fc.record({ metadata: VALUES, data: ROWS }),
      fc.record({ data: ROWS, metadata: VALUES, "other ]": VALUES }),
      VALUES,
    ),
    space: fc.constantFrom("", 1, "\t", "\r\n "),
  })
  .map(({ body, space }) => JSON.stringify(body, null, space) ?? "null");

const CUTS = fc.array(fc.nat(2000), { maxLength: 40 });

describe("rowSplitter", () => {
  it("gives what JSON.parse gives, wherever the body is cut, also within a character", () => {
    fc.assert(
      fc.property(BODIES, CUTS, (text, cuts) => {
        const bytes = encoder.encode(text);
        const within = cuts.map((cut) => cut % (bytes.length + 1));
        expect(split(bytes, within)).toEqual(parsed(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  it("refuses what JSON.parse refuses: bodies with bytes changed, left out or put in, and cut short", () => {
    const damages = fc.array(
      fc.record({ at: fc.nat(), kind: fc.constantFrom("change", "drop", "add"), byte: fc.constantFrom(...DAMAGE) }),
      { minLength: 1, maxLength: 3 },
    );
    const kept = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(BODIES, CUTS, damages, fc.option(kept), (text, cuts, changes, part) => {
        const damaged = changes.reduce<Uint8Array>(damage, encoder.encode(text));
        const bytes = part === null ? damaged : damaged.subarray(0, Math.floor(damaged.length * part));
        const within = cuts.map((cut) => cut % (bytes.length + 1));
        const got = split(bytes, within);
        // Rows stated twice are refused, where JSON.parse takes the second ones.
        const isTwice = got === "refused" && namesDataTwice(bytes);
        expect(got).toEqual(isTwice ? "refused" : parsed(bytes));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ["[]", []],
    [" [ ] ", []],
    ["[1]", [1]],
    ['[ {"a":"]"} , {"b":"\\\\"} ]\n', [{ a: "]" }, { b: "\\" }]],
    ['{"data":[]}', []],
    ['{"metadata":{"data":[1]},"data":[[2],[3]]}', [[2], [3]]],
    ['{"d\\u0061ta":[1]}', [1]],
    ['{"data":null,"data":[1]}', [1]],
    ["\uFEFF[1]", [1]],
  ])("takes %s", (text, rows) => {
    expect(byteByByte(text)).toEqual(rows);
    expect(parsed(encoder.encode(text))).toEqual(rows);
  });

  it.each([
    "",
    " ",
    "[",
    "[1",
    "[1,",
    "[,]",
    "[,1]",
    "[1,]",
    "[1,,2]",
    "[1 2]",
    "[1]]",
    "[1],",
    "[1][2]",
    "[1}",
    "[{]",
    '["a]',
    '["\\"]',
    "[\uFEFF1]",
    "[01]",
    '{"data":[1]',
    '{"data":[1],}',
    '{"data":[1]}}',
    '{"data":[1] [2]}',
    '{"data" [1]}',
    "{data:[1]}",
    '{"data":[1],"data":[2]}',
    '{"data":[1],"data":null}',
    "<html>[1]</html>",
    "null",
    "1",
    '"[1]"',
    '{"rows":[1]}',
    '{"data":{"data":[1]}}',
    "[[1]",
  ])("refuses %j", (text) => {
    expect(byteByByte(text)).toBe("refused");
    expect(split(encoder.encode(text), [])).toBe("refused");
  });

  it("refuses bytes that are no UTF-8", () => {
    expect(split(Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d), [])).toBe("refused");
  });

  it("gives every row as soon as the comma after it has come", () => {
    const splitter = rowSplitter();
    expect(splitter.push(encoder.encode('{"data":[{"a":1},{"b"'))).toEqual([{ a: 1 }]);
    expect(splitter.push(encoder.encode(":2}"))).toEqual([]);
    expect(splitter.push(encoder.encode(",3"))).toEqual([{ b: 2 }]);
    expect(splitter.push(encoder.encode("]"))).toEqual([3]);
    expect(splitter.push(encoder.encode("}"))).toEqual([]);
    expect(splitter.end()).toEqual({ data: [] });
  });

  it("does not mind that the memory of a chunk is used again", () => {
    const splitter = rowSplitter();
    const memory = new Uint8Array(4);
    const push = (text: string) => {
      encoder.encodeInto(text, memory);
      return splitter.push(memory.subarray(0, text.length));
    };
    expect([...push('["ab'), ...push('cd"'), ...push(",12"), ...push("34]")]).toEqual(["abcd", 1234]);
    splitter.end();
  });
});

const DAMAGE = [...encoder.encode('"\\[]{},: 0a'), 0xff, 0xc3];

type Damage = { readonly at: number; readonly kind: string; readonly byte: number };

function damage(bytes: Uint8Array, { at, kind, byte }: Damage): Uint8Array {
  const place = at % (bytes.length + 1);
  const middle = kind === "drop" ? [] : [byte];
  return Uint8Array.from([
    ...bytes.subarray(0, place),
    ...middle,
    ...bytes.subarray(kind === "add" ? place : place + 1),
  ]);
}

function namesDataTwice(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes).split('"data"').length > 2;
}
