export { type AppDeps, createApp, type DatabaseHealth, type Health } from "./app.ts";
export type { Problem } from "./problem.ts";
export { type RunningServer, serve } from "./serve.ts";
