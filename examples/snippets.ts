import { readFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;

/** A program and what it is said to print. */
export type Snippet = { readonly code: string; readonly prints: string };

/** The first TypeScript block of the README and the text block that follows it. */
export function readmeSnippet(): Snippet {
  const readme = readFileSync(join(here, "..", "README.md"), "utf8");
  const match = /```ts\n(?<code>[\s\S]*?)```[\s\S]*?```text\n(?<prints>[\s\S]*?)```/.exec(readme);
  if (match?.groups === undefined) throw new Error("README.md must hold a ts block followed by a text block.");
  return { code: match.groups["code"] ?? "", prints: match.groups["prints"] ?? "" };
}

type Cell = {
  readonly cell_type: string;
  readonly source: readonly string[];
  readonly outputs?: readonly { readonly name?: string; readonly text?: readonly string[] }[];
};

/** The code cells of a notebook of this folder as one program, and their stored output. */
export function notebookSnippet(file: string): Snippet {
  const { cells } = JSON.parse(readFileSync(join(here, file), "utf8")) as { readonly cells: readonly Cell[] };
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  const printed = code.flatMap(({ outputs = [] }) => outputs).flatMap(({ text = [] }) => text);
  return { code: code.map(({ source }) => source.join("")).join("\n"), prints: printed.join("") };
}
