export { networkHistory } from "./network/builtin.ts";
