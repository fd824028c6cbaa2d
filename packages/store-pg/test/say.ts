/** Tells the test that runs this process a line. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
