import fc from "fast-check";
import { expect, it } from "vitest";
import { closeNames } from "./closeNames.ts";

const NAMES = ["S9", "S9_14", "S19_95", "S19J_PRO", "S19J_PRO_96", "M20S"];

it("puts the closest first", () => {
  expect(closeNames("s19j-pro", NAMES)).toEqual(["S19J_PRO", "S19J_PRO_96"]);
  expect(closeNames("S19", NAMES)[0]).toBe("S19_95");
  expect(closeNames("M20", NAMES)).toEqual(["M20S"]);
});

it("says nothing rather than something far off", () => {
  expect(closeNames("WHATSMINER", NAMES)).toEqual([]);
  expect(closeNames("", NAMES)).toEqual([]);
  expect(closeNames("-", NAMES)).toEqual([]);
});

it("finds every name again with one letter of it wrong", () => {
  const name = fc.constantFrom(...NAMES.filter((each) => each.length > 3));
  fc.assert(
    fc.property(name, fc.nat(), (text, pick) => {
      const at = pick % text.length;
      return closeNames(`${text.slice(0, at)}Z${text.slice(at + 1)}`, NAMES, NAMES.length).includes(text);
    }),
  );
});
