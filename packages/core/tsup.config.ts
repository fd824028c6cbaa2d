import { defineConfig } from "tsup";

/**
 * One file for each module: bundlers drop unused code by the file (`sideEffects: false`), so decimal.js stays out of a page
 * that imports what needs no money. `@noble/hashes` is bundled into the one file that uses it.
 */
export default defineConfig({
  entry: ["src/**/*.ts", "!src/**/*.test.ts", "!src/**/types.ts", "!src/ports/**", "!src/curtailment/sourceRows.ts"],
  format: ["esm"],
  target: "es2023",
  platform: "neutral",
  splitting: false,
  dts: { entry: ["src/index.ts", "src/network-history.ts"] },
  sourcemap: true,
  clean: true,
  esbuildPlugins: [
    {
      name: "keep-modules-apart",
      setup: (build) => {
        build.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, kind }) =>
          kind === "entry-point" ? null : { path: path.replace(/\.ts$/, ".js"), external: true },
        );
      },
    },
  ],
});
