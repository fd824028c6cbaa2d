import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type BalancingSource,
  type BmUnit,
  type BmUnitSource,
  type CalculationSettings,
  parseSettlementDate,
  StoreError,
  type Stores,
} from "@windhash/core";
import { elexonRate } from "./arguments/rate.ts";
import { type DatabaseLocation, databaseLocation } from "./databaseLocation.ts";
import { seed } from "./seed.ts";
import type { Surroundings } from "./surroundings.ts";

/** An open database with what calculating needs. */
export type OpenDatabase = {
  readonly stores: Stores;
  readonly settings: CalculationSettings;
  /** For people; never a password. */
  readonly location: string;
};

/** Told of an answer of Elexon. `isRetry`: it was asked for again. */
type AnswerListener = (answer: { readonly bytes: number; readonly isRetry: boolean }) => void;

/** Where days are read from. */
export type DaySource = {
  readonly balancing: BalancingSource;
  /** Null where the source keeps no register. */
  readonly register: BmUnitSource | null;
  /** For people. */
  readonly name: string;
};

/** The settlement day that comes with windhash. */
export const BUNDLED_DATE = parseSettlementDate("2022-01-01");

/** Its rows, for method `pn`, and its units. */
export type BundledDay = {
  readonly balancing: BalancingSource;
  readonly units: readonly BmUnit[];
};

/** The adapters, put together. Each is loaded when it is first asked for. */
export type Composition = {
  /** What has to be typed again to mean the same database, without secrets; empty where nothing was. */
  readonly databaseFlags: () => readonly string[];
  /** `embedded` or `server`. */
  readonly databaseKind: () => DatabaseLocation["kind"];
  /**
   * The database, with its tables and first contents; opened once.
   *
   * @param options.mayCreate false: refuse a database that is not there, or holds no tables
   */
  readonly openDatabase: (options: { readonly mayCreate: boolean }) => Promise<OpenDatabase>;
  /** The database as above, or null where there is none. */
  readonly openDatabaseIfThere: () => Promise<OpenDatabase | null>;
  /**
   * Elexon, what it answers being kept in an archive; or an archive instead.
   *
   * @param options.rate requests per second as typed; absent: what the environment says, or 4
   * @param options.onAnswer told of every answer of Elexon
   * @throws {UsageError} when the rate is none
   */
  readonly openSource: (options: {
    readonly archive: string | undefined;
    readonly rate: string | undefined;
    readonly onAnswer: AnswerListener;
  }) => Promise<DaySource>;
  /** The folder in which answers of Elexon are kept: an archive, once there are any. */
  readonly archiveFolder: () => string;
  /** The day of `BUNDLED_DATE`, which needs no network. */
  readonly openBundledDay: () => Promise<BundledDay>;
  /** The port that the environment names. */
  readonly environmentPort: () => string | undefined;
  /** Closes the database; it can be opened again. */
  readonly close: () => Promise<void>;
};

/** Where answers of Elexon are kept, within the folder of the surroundings. */
const ARCHIVE_FOLDER = join(".windhash", "archive");

/** What the command works with: this file alone reads the environment and knows all adapters. */
export function createComposition(input: {
  readonly options: { readonly db?: string; readonly databaseUrl?: string };
  readonly commandLine: string;
  readonly surroundings: Surroundings;
}): Composition {
  const { options, commandLine, surroundings } = input;
  const { environment, clock, fetch, folder } = surroundings;
  const place = (): DatabaseLocation => databaseLocation(options, surroundings);
  return {
    ...openedOnce(place, () => ({ command: commandLine, startedAt: clock() })),
    databaseFlags: () => {
      if (options.db !== undefined) return ["--db", options.db];
      return options.databaseUrl === undefined ? [] : ["--database-url", "..."];
    },
    databaseKind: () => place().kind,
    openSource: async ({ archive, rate, onAnswer }) => {
      const requestsPerSecond = elexonRate(rate, environment["WINDHASH_ELEXON_RATE"]);
      if (archive !== undefined) return archiveSource(archive);
      const mirror = environment["WINDHASH_ELEXON_URL"] || undefined;
      const directory = join(folder, ARCHIVE_FOLDER);
      return liveSource({ fetch, clock, onAnswer, mirror, directory, requestsPerSecond });
    },
    archiveFolder: () => join(folder, ARCHIVE_FOLDER),
    openBundledDay,
    environmentPort: () => environment["PORT"] || undefined,
  };
}

/** Who holds an embedded database, for a second process that finds it held. */
type Holder = { readonly command: string; readonly startedAt: number };

function openedOnce(
  place: () => DatabaseLocation,
  holder: () => Holder,
): Pick<Composition, "openDatabase" | "openDatabaseIfThere" | "close"> {
  let open: { readonly database: OpenDatabase; readonly close: () => Promise<void> } | null = null;
  const openDatabase: Composition["openDatabase"] = async ({ mayCreate }) => {
    const location = place();
    if (!mayCreate && location.kind === "embedded" && !existsSync(location.folder))
      throw new NoDatabaseError(location.folder);
    open ??= await connect(location, { mayCreate, holder: holder() });
    return open.database;
  };
  return {
    openDatabase,
    openDatabaseIfThere: () =>
      openDatabase({ mayCreate: false }).catch((error: unknown) => {
        if (error instanceof NoDatabaseError) return null;
        throw error;
      }),
    close: async () => {
      const closing = open;
      open = null;
      await closing?.close();
    },
  };
}

/** The process that this is, as the command sees it. */
export function processSurroundings(): Surroundings {
  return {
    folder: "",
    environment: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    signals: process,
    clock: () => Math.floor(Date.now() / 1000),
    fetch: globalThis.fetch,
    exit: (code) => process.exit(code),
  };
}

/** A database that is only read is not made on the way: its place may be mistyped. */
class NoDatabaseError extends StoreError {
  constructor(place: string) {
    super(
      `A database must exist before it is read, got none at ${place}. Load a day first: windhash demo, or windhash ingest <date>.`,
      { place },
    );
  }
}

async function connect(
  location: DatabaseLocation,
  {
    mayCreate,
    holder,
  }: {
    readonly mayCreate: boolean;
    readonly holder: Holder;
  },
): Promise<{ readonly database: OpenDatabase; readonly close: () => Promise<void> }> {
  const [{ hasTables, openPglite, openPostgres, openStores }, { networkHistory }] = await Promise.all([
    import("@windhash/store-pg"),
    import("@windhash/core/network-history"),
  ]);
  const database =
    location.kind === "server"
      ? await openPostgres({ connectionString: location.url })
      : await openPglite({ directory: location.folder, holder });
  try {
    if (!mayCreate && !(await hasTables(database))) throw new NoDatabaseError(database.location);
    const stores = await openStores(database);
    const settings = await seed(stores, { history: networkHistory, loadRegister, committedAt: holder.startedAt });
    return { database: { stores, settings, location: database.location }, close: () => database.close() };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function loadRegister() {
  const { registerSnapshot } = await import("@windhash/elexon");
  return registerSnapshot;
}

async function openBundledDay(): Promise<BundledDay> {
  const { bundledDayUrl, bundledSource } = await import("@windhash/elexon");
  const balancing = bundledSource(await readFile(bundledDayUrl(), "utf8"));
  const { rows } = await balancing.bmUnits();
  return { balancing, units: rows };
}

async function archiveSource(directory: string): Promise<DaySource> {
  const { openArchive } = await import("@windhash/elexon");
  const { balancingSource, bmUnitSource } = await openArchive(directory);
  return { balancing: balancingSource, register: bmUnitSource, name: `the archive ${directory}` };
}

/**
 * @param input.mirror where Elexon is asked in place of its own address, if anywhere; the archive keeps Elexon's, so that it can
 * be read again without the mirror
 */
async function liveSource(input: {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: () => number;
  readonly directory: string;
  readonly mirror: string | undefined;
  readonly requestsPerSecond: number;
  readonly onAnswer: AnswerListener;
}): Promise<DaySource> {
  const { ELEXON_BASE_URL, elexonBalancingSource, elexonBmUnitSource, elexonClient, recordingFetch } =
    await import("@windhash/elexon");
  const { fetch, clock, directory, mirror = ELEXON_BASE_URL, requestsPerSecond, onAnswer } = input;
  const asking: typeof fetch = (...request) => {
    const { url } = new Request(...request);
    return fetch(url.replace(ELEXON_BASE_URL, mirror), request[1]);
  };
  const recording = recordingFetch({ fetch: asking, directory, now: clock });
  const client = elexonClient({ fetch: recording, requestsPerSecond, onAnswer });
  return { balancing: elexonBalancingSource({ client }), register: elexonBmUnitSource({ client }), name: "Elexon" };
}
