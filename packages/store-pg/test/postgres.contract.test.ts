import { storesContract } from "@windhash/testkit";
import { openTestPostgres } from "./openStores.ts";

storesContract("stores in PostgreSQL", openTestPostgres);
