import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { createContext, Script } from "node:vm";
import { build } from "esbuild";
import ts from "typescript";

type Target = { readonly platform: "node" | "browser"; readonly format: "esm" | "iife" };

/** Runs a program in a Node process of its own. @returns what it prints */
export async function runInNode(code: string): Promise<string> {
  const bundle = await bundled(code, { platform: "node", format: "esm" });
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module"], {
    input: bundle,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/**
 * Runs a program as a browser bundle where nothing but the language, `console.log` and the web's `TextEncoder` exist: no process, no
 * Buffer, no require, no fetch, no timers. @returns what it prints
 */
export async function runInBareBrowser(code: string): Promise<string> {
  const bundle = await bundled(code, { platform: "browser", format: "iife" });
  const lines: string[] = [];
  const context = createContext({ TextEncoder, console: { log: (line: string) => lines.push(`${line}\n`) } });
  new Script(bundle).runInContext(context);
  return lines.join("");
}

/** esbuild refuses modules that a browser does not have. */
async function bundled(code: string, target: Target): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, loader: "ts", resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    target: "es2023",
    conditions: ["windhash-source"],
    ...target,
  });
  return outputFiles[0]?.text ?? "";
}

/** What the compiler finds wrong with a program under this folder's settings; empty when it type-checks. */
export function typeErrors(code: string): readonly string[] {
  const file = join(import.meta.dirname, "snippet.ts");
  const config = ts.getParsedCommandLineOfConfigFile(
    join(import.meta.dirname, "tsconfig.json"),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  );
  const options = { ...config?.options, types: ["node"] };
  const host = ts.createCompilerHost(options);
  const onDisk = host.getSourceFile.bind(host);
  host.getSourceFile = (path, target, ...rest) =>
    path === file ? ts.createSourceFile(path, code, target) : onDisk(path, target, ...rest);
  const program = ts.createProgram([file], options, host);
  const found = program.getSemanticDiagnostics(program.getSourceFile(file));
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
