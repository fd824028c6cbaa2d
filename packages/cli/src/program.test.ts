import { expect, it } from "vitest";
import { windhash, windhashJson } from "../test/windhash.ts";
import { createProgram } from "./program.ts";

const program = createProgram({ version: "0.0.0", start: () => {}, writeOut: () => {}, writeErr: () => {} });
const NAMES = program.commands.map((command) => command.name());

it("has the commands that it promises", () => {
  expect(NAMES.toSorted()).toEqual([
    "calculate",
    "changes",
    "compare",
    "days",
    "demo",
    "difficulty",
    "export",
    "import",
    "ingest",
    "ingest-month",
    "miners",
    "periods",
    "potential",
    "radar",
    "reconcile",
    "serve",
    "status",
    "summary",
    "units",
    "update-units",
    "verify",
  ]);
});

it.each([["--help"], ["help"], ...NAMES.map((name) => [name, "--help"])])(
  "begins the help of %s %s with examples",
  async (...argv) => {
    const { code, stdout, stderr } = await windhash(argv.filter((word) => word !== undefined));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Examples:\n {2}windhash /);
  },
);

it.each(NAMES)("has examples of %s that can be typed as they are", (name) => {
  const command = program.commands.find((each) => each.name() === name);
  const help: string[] = [];
  command?.configureOutput({ writeOut: (text) => help.push(text) }).outputHelp();
  const examples = [...help.join("").matchAll(/^ {2}windhash (.*?)(?: {2,}.*)?$/gm)].map(([, typed = ""]) =>
    typed.split(" "),
  );
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) {
    const started: unknown[] = [];
    const parser = createProgram({
      version: "0.0.0",
      start: (work) => started.push(work),
      writeOut: () => {},
      writeErr: () => {},
    });
    parser.parse(example, { from: "user" });
    expect(started).toHaveLength(1);
  }
});

it("tells the version", async () => {
  expect(await windhash(["--version"])).toEqual({ code: 0, stdout: "0.0.0\n", stderr: "" });
});

it.each([
  ["a command that is nearly right", ["statu"], "Unknown command 'statu'. Did you mean status?"],
  ["an option that is nearly right", ["status", "--row"], "Unknown option '--row'. Did you mean --rows?"],
  [
    "an option that is not there",
    ["status", "--colour-of-the-wind"],
    "Unknown option '--colour-of-the-wind'. See windhash --help.",
  ],
  ["a word too many", ["status", "now"], "Too many arguments for 'status'"],
  ["a date that is absent", ["ingest"], "must be named by a date, by --days or by --refresh, got none"],
  ["a method of no kind", ["ingest", "2025-03-11", "--method", "guess"], "Allowed choices are stack, boav, pn"],
  [
    "a breakdown of no kind",
    ["summary", "2025", "--by", "colour"],
    "Allowed choices are day, period, unit, farm, party",
  ],
  ["a range that is turned round", ["ingest", "2025-03-11", "--to", "2025-03-10"], "must not end before it begins"],
  [
    "a day that has not begun",
    ["ingest", "2026-01-16"],
    "A day to ingest must have ended, got 2026-01-16; today is 2026-01-15.",
  ],
  ["a month that is none", ["summary", "2025-13"], "2025-13"],
  [
    "a text that is no date",
    ["summary", "yesterday"],
    'YYYY or a year YYYY, got "yesterday"'.replace("YYYY or", "YYYY-MM or"),
  ],
  ["half a range", ["status", "--from", "2025-03-11"], "Give --to too."],
  [
    "a range with a day that does not exist",
    ["verify", "--from", "2025-02-01", "--to", "2025-02-30"],
    'got "2025-02-30"',
  ],
  ["two databases", ["status", "--db", "a", "--database-url", "postgresql://b"], "got both --db and --database-url"],
  ["a database without a place", ["status", "--db", ""], "got an empty --db"],
  [
    "a port of no kind",
    ["serve", "--port", "70000"],
    '--port must be a whole number from 0 (any free port) to 65535, got "70000"',
  ],
])("refuses %s with exit code 2 and a document where one is asked for", async (_, argv, message) => {
  const refused = await windhash(argv);
  expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: "" });
  expect(refused.stderr).toContain(message);
  const { code, stderr, document } = await windhashJson(argv);
  expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
  expect(document.error.message).toContain(message);
});

it("shows its help where a command is due, beside the data", async () => {
  const { code, stdout, stderr } = await windhash([]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^Examples:/);
  expect(stderr).toMatch(/A command must be given, got none\. See windhash --help\.\n$/);
  const { document } = await windhashJson([]);
  expect(document.error.code).toBe("usage");
});

it.each(["status", "summary 2022-01-01", "verify", "reconcile", "calculate"])(
  "refuses %s where there is no database, and makes none",
  async (typed) => {
    const { code, stdout, stderr } = await windhash(typed.split(" "));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("A database must exist before it is read");
  },
);

it("takes a global option before or after the command", async () => {
  const before = await windhash(["--json", "periods", "2025-03-30"]);
  const after = await windhash(["periods", "2025-03-30", "--json"]);
  expect(before).toEqual(after);
  expect(JSON.parse(before.stdout).periodCount).toBe(46);
});
