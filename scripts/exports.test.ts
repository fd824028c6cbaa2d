import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const packagesFolder = join(import.meta.dirname, "..", "packages");

type Entry = { readonly name: string; readonly file: string };
type Manifest = { readonly name: string; readonly exports: Record<string, { readonly "windhash-source"?: string }> };

/** Every entry that a package publishes, by the name one imports it with. */
const entries: readonly Entry[] = readdirSync(packagesFolder).flatMap((folder) => {
  const manifest = JSON.parse(readFileSync(join(packagesFolder, folder, "package.json"), "utf8")) as Manifest;
  return Object.entries(manifest.exports).flatMap(([subpath, conditions]) => {
    const source = conditions["windhash-source"];
    return source ? [{ name: join(manifest.name, subpath), file: join(packagesFolder, folder, source) }] : [];
  });
});

const program = createProgram(entries.map(({ file }) => file));

function createProgram(files: readonly string[]): ts.Program {
  const config = ts.readConfigFile(join(packagesFolder, "..", "tsconfig.base.json"), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, join(packagesFolder, ".."));
  return ts.createProgram(files, options);
}

/** One line per export, types included: `value expectedMsat`, `type MiningInput`. */
function exportList(file: string): string {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file} must be a module that exports something.`);
  return checker
    .getExportsOfModule(module)
    .map((symbol) => `${kindOf(symbol, checker)} ${symbol.name}`)
    .toSorted()
    .join("\n")
    .concat("\n");
}

function kindOf(symbol: ts.Symbol, checker: ts.TypeChecker): "value" | "type" {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return target.flags & ts.SymbolFlags.Value ? "value" : "type";
}

/** A change here is a change of what users may rely on: it wants a changeset. */
describe("what the packages export", () => {
  it.each(entries)("$name is as recorded", async ({ name, file }) => {
    const record = join(import.meta.dirname, "exports", `${name.replace("@windhash/", "").replace("/", ".")}.txt`);
    await expect(exportList(file)).toMatchFileSnapshot(record);
  });
});
