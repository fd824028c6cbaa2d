import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createRequire } from "node:module";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx/esm")).href;

/** Starts the command from its sources as a process of its own. */
export function start(
  argv: readonly string[],
  options: { readonly cwd: string; readonly stdout?: number },
): ChildProcess {
  const node = ["--conditions=windhash-source", "--import", TSX, MAIN, ...argv];
  const { PATH } = process.env;
  return spawn(process.execPath, node, {
    cwd: options.cwd,
    env: { PATH },
    stdio: ["ignore", options.stdout ?? "pipe", "pipe"],
  });
}

/** Waits for the process, with what it prints. */
export async function ended(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const [stdout, stderr] = [collected(child.stdout), collected(child.stderr)];
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout: stdout(), stderr: stderr() };
}

function collected(stream: NodeJS.ReadableStream | null): () => string {
  const parts: string[] = [];
  stream?.setEncoding("utf8").on("data", (part: string) => parts.push(part));
  return () => parts.join("");
}
