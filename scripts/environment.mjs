// What the scripts share: where the clone is, which pnpm it uses, and in which environment tools run.

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The pinned pnpm. Through npx, because Corepack of Node 20 does not know the keys it is signed with. */
export const PNPM = { command: "npx", args: ["--yes", "pnpm@10.34.9"] };

/** Settings of npm that say how to reach a registry; they are the user's own and hold for pnpm too. */
const KEPT = new Set([
  "cafile",
  "cache",
  "globalconfig",
  "https_proxy",
  "proxy",
  "registry",
  "strict_ssl",
  "userconfig",
]);

/**
 * The environment without what `npm run` adds to it: pnpm takes those variables for settings of its own.
 * NODE_ENV goes too, since "production" would leave the development dependencies out.
 */
export function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isInherited(name.toLowerCase())));
}

function isInherited(name) {
  if (name === "node_env" || name === "init_cwd") return true;
  return name.startsWith("npm_") && !KEPT.has(name.replace(/^npm_config_/, ""));
}
