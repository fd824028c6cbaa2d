import pg from "pg";

/** Drops every database whose name begins so, and whoever is connected to it. */
export async function dropDatabases(adminUrl, prefix) {
  const client = new pg.Client({ connectionString: adminUrl, application_name: "windhash tests" });
  await client.connect();
  try {
    const { rows } = await client.query("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", [prefix]);
    for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
  } finally {
    await client.end();
  }
}
