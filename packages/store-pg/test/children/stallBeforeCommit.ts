// Replaces a day and stops for ever when all is written and only the commit is left.
import pg from "pg";
import { openPostgres, type PgClient, type PgPool, pgStores } from "../../src/index.ts";
import { say } from "../say.ts";
import { versions } from "../versions.ts";

const [connectionString] = process.argv.slice(2) as [string];
const pool = new pg.Pool({ connectionString });
const stalling: PgPool = {
  async connect() {
    const client: PgClient = await pool.connect();
    return new Proxy(client, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (name !== "query") return typeof member === "function" ? member.bind(target) : member;
        return (query: { readonly text?: string }, ...rest: unknown[]) => {
          if (query.text !== "COMMIT")
            return (target.query as (...all: unknown[]) => unknown).call(target, query, ...rest);
          say("about to commit");
          setInterval(() => {}, 1000);
          return new Promise(() => {});
        };
      },
    });
  },
  end: () => pool.end(),
};
const database = await openPostgres({ pool: stalling, location: "a pool of the test's" });
await pgStores(database).replaceDay(versions(2)[1]!, { committedAt: 2 });
