import { expect, it } from "vitest";
import { databaseLocation } from "./databaseLocation.ts";

const SERVER = { environment: { DATABASE_URL: "postgresql://there/windhash" }, folder: "" };

it("is a folder of its own unless something else is said", () => {
  expect(databaseLocation({}, { environment: {}, folder: "" })).toEqual({ kind: "embedded", folder: ".windhash/db" });
  expect(databaseLocation({}, { environment: { DATABASE_URL: "" }, folder: "/home" })).toEqual({
    kind: "embedded",
    folder: "/home/.windhash/db",
  });
});

it("is the server that the environment names", () => {
  expect(databaseLocation({}, SERVER)).toEqual({ kind: "server", url: "postgresql://there/windhash" });
});

it("puts flags before the environment", () => {
  expect(databaseLocation({ db: "elsewhere" }, SERVER)).toEqual({ kind: "embedded", folder: "elsewhere" });
  expect(databaseLocation({ databaseUrl: "postgresql://here/x" }, SERVER)).toEqual({
    kind: "server",
    url: "postgresql://here/x",
  });
});

it("refuses two places at once", () => {
  expect(() => databaseLocation({ db: "a", databaseUrl: "b" }, SERVER)).toThrow("got both --db and --database-url");
});
