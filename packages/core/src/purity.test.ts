import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .toSorted();

/** What a source may not say in core, as `line: words`. Comments and texts are free to mention it. */
function impurities(text: string): string[] {
  const file = ts.createSourceFile("source.ts", text, ts.ScriptTarget.ES2023, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const words = impurityOf(node);
    if (words !== null) found.push(`${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${words}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function impurityOf(node: ts.Node): string | null {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return "async";
  if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AwaitKeyword) return "await";
  if (ts.isNewExpression(node) && isNamed(node.expression, "Date") && !node.arguments?.length) return "new Date()";
  if (ts.isCallExpression(node) && isNamed(node.expression, "Date")) return "Date()";
  if (ts.isExportDeclaration(node) && !node.exportClause) return "export *";
  if (ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword) return defaultExport(node);
  if (ts.isPropertyAccessExpression(node)) return impureProperty(node);
  return null;
}

function impureProperty({ expression, name }: ts.PropertyAccessExpression): string | null {
  if (isNamed(expression, "Date") && name.text === "now") return "Date.now";
  if (isNamed(expression, "Math") && name.text === "random") return "Math.random";
  if (isNamed(expression, "console")) return `console.${name.text}`;
  return null;
}

/** The word `default` of a switch is a clause, not this keyword. */
function defaultExport(node: ts.Node): string | null {
  return ts.isDefaultClause(node) ? null : "export default";
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

describe("core is pure", () => {
  it.each(sources)("%s waits for nothing, reads no clock, draws no number and prints nothing", (source) => {
    expect(impurities(readFileSync(join(import.meta.dirname, source), "utf8"))).toEqual([]);
  });
});

describe("the reader of sources", () => {
  it.each([
    ["export async function read(): Promise<void> {}", ["1: async"]],
    ["const later = async () => 1;", ["1: async"]],
    ["const value = await read();", ["1: await"]],
    ["for await (const row of rows) use(row);", ["1: await"]],
    ["const today = new Date();", ["1: new Date()"]],
    ["const today = new Date;", ["1: new Date()"]],
    ["const today = Date();", ["1: Date()"]],
    ["\nconst now = Date.now();", ["2: Date.now"]],
    ["const draw = Math.random;", ["1: Math.random"]],
    ['console.log("here");', ["1: console.log"]],
    ['export * from "./other.ts";', ["1: export *"]],
    ["export default 1;", ["1: export default"]],
    ["export default function f(): void {}", ["1: export default"]],
  ])("finds the fault in %j", (text, faults) => {
    expect(impurities(text)).toEqual(faults);
  });

  it.each([
    "// async await new Date() Date.now() Math.random() console.log",
    'const words = "await new Date()";',
    "const date = new Date(seconds * 1000);",
    "const floor = Math.floor(x);",
    "switch (x) { default: break; }",
    'export { a } from "./a.ts";',
  ])("passes %j", (text) => {
    expect(impurities(text)).toEqual([]);
  });
});
