import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { serverFiles } from "./serverFiles.mjs";

const USER = "windhash";
const ATTEMPTS = 3;
const STOP_MS = 5000;

/** Speed over safety: the data is thrown away in any case. */
const SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "128MB",
  max_connections: "60",
};

/**
 * A new server with the collation of a language, so that tests meet an order that is not JavaScript's.
 * Gives the connection string of its superuser, and how to stop it and remove its files.
 */
export async function startServer(programs) {
  const files = serverFiles(programs);
  try {
    const password = randomBytes(12).toString("hex");
    await initialise(files, password);
    const { port, server } = await startOnFreePort(files);
    const adminUrl = `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`;
    return { adminUrl, stop: () => stopServer(server, files) };
  } catch (error) {
    await removeFiles(files);
    throw error;
  }
}

async function initialise({ initdb, folder, account }, password) {
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== null) chownSync(passwordFile, account.uid, account.gid);
  const collation = ["--locale=C", "--locale-provider=icu", "--icu-locale=en-GB", "--encoding=UTF8"];
  const access = [`--username=${USER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const args = ["-D", join(folder, "data"), ...collation, ...access, "--no-sync", "--no-instructions"];
  const child = spawn(initdb, args, { ...account, cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const log = collect(child.stderr);
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${log()}`);
}

/** Another program may take the port between finding and using it: then another one is tried. */
async function startOnFreePort(files) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { port, server: await startOn(port, files) };
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

function startOn(port, { postgres, folder, account }) {
  const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(postgres, ["-D", join(folder, "data"), ...settings], {
    ...account,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const log = collect(child.stderr);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`postgres ended with ${code}: ${log()}`)));
    child.stderr.on("data", () => log().includes("ready to accept connections") && resolve(child));
  });
}

async function stopServer(server, files) {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"]) {
    if (server.exitCode !== null || server.signalCode !== null) break;
    server.kill(signal);
    await Promise.race([new Promise((resolve) => server.once("exit", resolve)), sleep(STOP_MS, null, { ref: false })]);
  }
  await removeFiles(files);
}

function removeFiles({ folder }) {
  return rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Gives a function that gives the last of what the stream said. */
function collect(stream) {
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk) => {
    text = `${text}${chunk}`.slice(-4000);
  });
  return () => text.trim();
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
