import { expect, it } from "vitest";
import * as everything from "./index.ts";

it("exports these names and no others", () => {
  expect(Object.keys(everything).toSorted()).toMatchInlineSnapshot(`
    [
      "dumpCanonical",
      "migrate",
      "openPglite",
      "openPostgres",
      "openStores",
      "pgStores",
    ]
  `);
});
