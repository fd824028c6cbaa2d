// Starts a server, or uses the given one, makes a database there, and then does nothing until it is killed.
import { startPostgres } from "../startPostgres.ts";
import { createDatabase } from "../testDatabase.ts";

const [databaseUrl] = process.argv.slice(2);
const postgres = await startPostgres(databaseUrl ?? null);
const { connectionString } = await createDatabase(postgres);
console.log(JSON.stringify({ connectionString, prefix: postgres.prefix }));
setInterval(() => {}, 1000);
