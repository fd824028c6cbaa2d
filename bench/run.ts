// `npm run bench [-- name...]`: runs the named benchmarks, or all of them.

import type { Benchmark } from "./benchmark.ts";
import { ingestBenchmark } from "./ingest.ts";
import { kernelBenchmark } from "./kernel.ts";
import { storeBenchmark } from "./store.ts";

const BENCHMARKS: readonly Benchmark[] = [kernelBenchmark, storeBenchmark, ingestBenchmark];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));

if (unknown.length > 0) {
  console.error(
    `No benchmark is called ${unknown.join(", ")}. There are: ${BENCHMARKS.map(({ name }) => name).join(", ")}.`,
  );
  process.exitCode = 2;
} else {
  for (const { name, run } of BENCHMARKS) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    if (!(await run())) process.exitCode = 1;
  }
}
