import { storesContract } from "@windhash/testkit";
import { openTestPglite } from "./openStores.ts";

storesContract("stores in PGlite", openTestPglite);
