import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** The custom condition first, then those that Vite has by default for Node. */
const conditions = ["windhash-source", "module", "node", "development|production"];
const globalSetup = "packages/testkit/src/globalSetup.ts";

/** `@windhash/*` resolves to the sources of the packages, so tests need no build. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Real days and property tests on a busy machine; no test asserts how long it takes.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: [
      "packages/*/src/**/*.test.ts",
      "packages/*/test/**/*.test.ts",
      "examples/**/*.test.ts",
      "scripts/**/*.test.ts",
      "bench/**/*.test.ts",
    ],
    globalSetup: existsSync(globalSetup) ? [globalSetup] : [],
  },
});
