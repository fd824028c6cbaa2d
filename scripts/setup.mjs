// Brings a clone to the state in which everything runs: dependencies installed, packages built.
// Needs Node alone. What is already done is recognised by content hashes and skipped; a stamp is written last,
// so a step that was interrupted is simply done again.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { PNPM, root } from "./environment.mjs";
import { withLock } from "./lock.mjs";
import { run } from "./run.mjs";

/** In the order of their dependencies. */
const PACKAGES = [
  { name: "core", uses: [], entries: ["index", "network-history"] },
  { name: "elexon", uses: ["core"], entries: ["index"] },
  { name: "store-pg", uses: ["core"], entries: ["index"] },
  { name: "pipeline", uses: ["core"], entries: ["index"] },
  { name: "api", uses: ["core", "pipeline"], entries: ["index"] },
  { name: "cli", uses: ["core", "elexon", "store-pg", "pipeline", "api"], entries: ["main"] },
];
const MANIFESTS = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "tsconfig.base.json"];
const stampFolder = join(root, "node_modules", ".windhash");

requireNode(20, 19);
if (pendingSteps().length > 0) await withLock(join(root, ".setup.lock"), runPendingSteps);

function requireNode(major, minor) {
  const [ownMajor, ownMinor] = process.versions.node.split(".").map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  console.error(
    `Node must be ${major}.${minor} or later, got ${process.versions.node}. Install a newer one from nodejs.org.`,
  );
  process.exit(1);
}

/** Read again under the lock: another set-up may have done the work meanwhile. */
async function runPendingSteps() {
  for (const step of pendingSteps()) await runStep(step);
}

function pendingSteps() {
  return [installStep(), ...PACKAGES.map(buildStep)].filter((step) => !isDone(step));
}

function installStep() {
  const folders = ["packages", "examples"].flatMap((name) => subfolders(join(root, name)));
  const manifests = [...folders, join(root, "bench")].map((folder) => join(folder, "package.json")).filter(existsSync);
  return {
    name: "install",
    title: "installing dependencies",
    hash: hashOf([...MANIFESTS.map((file) => join(root, file)), ...manifests]),
    products: [join(root, "node_modules", ".modules.yaml")],
    command: PNPM.command,
    args: [...PNPM.args, "install", "--frozen-lockfile", "--config.confirm-modules-purge=false"],
    folder: root,
  };
}

function buildStep({ name, uses, entries }) {
  const folder = join(root, "packages", name);
  const inputs = [name, ...uses].flatMap((used) => buildInputs(join(root, "packages", used)));
  return {
    name: `build-${name}`,
    title: `building @windhash/${name}`,
    hash: hashOf([...MANIFESTS.map((file) => join(root, file)), ...inputs]),
    products: entries.map((entry) => join(folder, "dist", `${entry}.js`)),
    command: process.execPath,
    args: [join(root, "node_modules", "tsup", "dist", "cli-default.js")],
    folder,
  };
}

function isDone({ name, hash, products }) {
  const stamp = join(stampFolder, name);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hash && products.every(existsSync);
}

async function runStep({ name, title, hash, command, args, folder }) {
  const stamp = join(stampFolder, name);
  rmSync(stamp, { force: true });
  process.stdout.write(`windhash: ${title} ... `);
  const startedAt = performance.now();
  const { code, output } = await run({ command, args, folder });
  if (code !== 0) {
    process.stdout.write("failed\n");
    process.stderr.write(`${output}\nwindhash: set-up stopped, since ${title} ended with ${code}; see above.\n`);
    process.exit(1);
  }
  mkdirSync(stampFolder, { recursive: true });
  writeFileSync(`${stamp}.${process.pid}`, hash);
  renameSync(`${stamp}.${process.pid}`, stamp);
  process.stdout.write(`done (${((performance.now() - startedAt) / 1000).toFixed(1)} s)\n`);
}

function buildInputs(folder) {
  const configs = ["package.json", "tsconfig.json", "tsup.config.ts"].map((file) => join(folder, file));
  return [...configs, ...filesBelow(join(folder, "src"))].filter(
    (file) => existsSync(file) && !file.endsWith(".test.ts"),
  );
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function subfolders(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
}

/** Over path and content, and over the Node major version and platform that the result belongs to. */
function hashOf(files) {
  const hash = createHash("sha256").update(
    `${process.platform} ${process.arch} ${process.versions.node.split(".")[0]}\n`,
  );
  for (const file of files.toSorted((a, b) => (a < b ? -1 : 1)))
    hash.update(relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}
