import { StoreError, WindhashError } from "@windhash/core";

/** What a failure means and what to do about it, by the code of PostgreSQL (SQLSTATE) or of the operating system. */
const EXPLANATIONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there. Start the server, or correct host and port in DATABASE_URL.",
  ENOTFOUND: "the host does not exist. Correct the host in DATABASE_URL.",
  EAI_AGAIN: "the host name cannot be resolved. Check the network, or the host in DATABASE_URL.",
  ENOENT: "there is no such socket. Start the server, or correct the host in DATABASE_URL.",
  EACCES: "this user may not open the socket. Use another user, or another host in DATABASE_URL.",
  ENETUNREACH: "its network cannot be reached. Check the network and the host in DATABASE_URL.",
  EHOSTUNREACH: "the host cannot be reached. Check the network and the host in DATABASE_URL.",
  ETIMEDOUT: "it did not answer. Check the network and the host in DATABASE_URL.",
  ECONNRESET: "the connection broke. Nothing was half-written; run the command again.",
  EPIPE: "the connection broke. Nothing was half-written; run the command again.",
  "08006": "the connection broke. Nothing was half-written; run the command again.",
  "57P01": "the server closed the connection. Nothing was half-written; run the command again.",
  "57P02": "the server crashed. Nothing was half-written; run the command again.",
  "57P03": "the server is starting or stopping. Wait a moment and run the command again.",
  "28P01": "the password is wrong. Correct user and password in DATABASE_URL.",
  "28000": "the server does not let this user in. Correct the user in DATABASE_URL, or pg_hba.conf on the server.",
  "3D000": "the database does not exist. Create it (createdb), or correct its name in DATABASE_URL.",
  "53300": "the server has no connection left. Close others, or raise max_connections.",
  "53100": "the server's disk is full. Nothing was half-written; make room and run the command again.",
  "42501": "this user may not do that. Grant the user CREATE on the schema and rights on the tables.",
  "25006": "the server is read-only. Use the primary server in DATABASE_URL.",
  "40P01": "two transactions waited for each other and the server ended this one. Run the command again.",
  "40001": "another transaction came in between. Run the command again.",
};

/** Messages of `pg` that come without a code. */
const MESSAGES: readonly (readonly [RegExp, string])[] = [
  [/timeout/i, "ETIMEDOUT"],
  [/Connection terminated|not queryable|connection error/i, "ECONNRESET"],
  [/SASL|password must be a string/i, "28P01"],
];

/** Runs `work`; an error that is not ours comes out as a StoreError that says what it means and what to do. */
export async function withStoreErrors<Result>(location: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof WindhashError ? error : storeError(location, error);
  }
}

/** The connection string itself is left out, and so is the cause, which repeats it. */
export function unusableConnectionString(): StoreError {
  return new StoreError(
    "DATABASE_URL must be a connection string such as postgresql://user:password@host:5432/database, got something else. " +
      "Write special characters of user and password percent-encoded.",
  );
}

function storeError(location: string, error: unknown): StoreError {
  const code = codeOf(error);
  const message = messageOf(error);
  const explanation = EXPLANATIONS[code];
  const details = { location, sqlState: code, constraint: fieldOf(error, "constraint") };
  if (explanation !== undefined) return new StoreError(`${location}: ${explanation}`, details, { cause: error });
  if (code.startsWith("23"))
    return new StoreError(`${location} refused rows that break a rule: ${message}.`, details, { cause: error });
  return new StoreError(`${location} could not do what it was asked: ${message}.`, details, { cause: error });
}

function codeOf(error: unknown): string {
  const code = fieldOf(error, "code");
  if (code !== null) return code;
  const inner = error instanceof AggregateError ? error.errors.map(codeOf).find((each) => each !== "") : undefined;
  const message = messageOf(error);
  return inner ?? MESSAGES.find(([pattern]) => pattern.test(message))?.[1] ?? "";
}

/** Also of what is thrown without being an Error, as the file system inside of PGlite does. */
export function messageOf(error: unknown): string {
  return fieldOf(error, "message") ?? String(error);
}

function fieldOf(error: unknown, field: "code" | "constraint" | "message"): string | null {
  const value = typeof error === "object" && error !== null ? (error as Record<string, unknown>)[field] : undefined;
  return typeof value === "string" ? value : null;
}
