import type { BulkTable } from "./bulkTable.ts";

/** A row as both engines give it; see parsers.ts for the type of each column. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** What can be asked, inside a transaction or outside of one. */
export interface Queryable {
  /** Rows of one statement. Parameters are `$1`, `$2`, ...; an array is one parameter. @throws {StoreError} */
  query<Row extends SqlRow>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
}

/** A transaction at READ COMMITTED: a statement sees what was committed before it began, so also behind a lock just gained. */
export interface Transaction extends Queryable {
  /** Runs a script of several statements without parameters. @throws {StoreError} */
  script(sql: string): Promise<void>;
  /** Adds rows in bulk by binary COPY; gives their number. @throws {StoreError} when a key is there already */
  copy<Row>(table: BulkTable<Row>, rows: readonly Row[]): Promise<number>;
}

/** When a commit is safe from a crash of the server: before it is reported, or some moments after. */
export type Durability = "now" | "soon";

/** One database: a PostgreSQL server or an embedded PGlite, with the same SQL and the same values out of it. */
export interface Database extends Queryable {
  readonly engine: "postgres" | "pglite";
  /** Where it is, for people; never a password. */
  readonly location: string;
  /**
   * Holds the locks from the beginning on, commits when `work` is fulfilled, rolls back when it fails. Inside `work` ask
   * `transaction` and nothing else.
   *
   * @param locks see locks.ts; always in ascending order, so that no two transactions wait for each other
   * @param durability `soon`: it is whole or not at all as ever, but when the server itself crashes the last moments may be
   * undone. Any later transaction that is not `soon` makes it last.
   */
  transaction<Result>(
    locks: readonly number[],
    work: (transaction: Transaction) => Promise<Result>,
    durability?: Durability,
  ): Promise<Result>;
  close(): Promise<void>;
}
