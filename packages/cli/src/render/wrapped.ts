const WIDTH = 80;

/** The words of a line within 80 columns, indented by so many blanks, what goes on by two more. A longer word stands alone. */
export function wrapped(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  for (const word of text.split(" ")) {
    if (line.trim() !== "" && line.length + word.length > WIDTH) {
      lines.push(line.trimEnd());
      line = " ".repeat(indent + 2);
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
