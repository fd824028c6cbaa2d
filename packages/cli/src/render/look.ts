import { styleText } from "node:util";

/** How text may look where it is printed. */
export type Look = {
  readonly isColoured: boolean;
  /** Width of the terminal; null where there is none to fit into. */
  readonly columns: number | null;
};

/** A manner of showing text. */
export type Style = "bold" | "dim" | "green" | "yellow" | "red";

/** The text in a style, or as it is where colours are not wanted. */
export function styled(look: Look, style: Style, text: string): string {
  return look.isColoured ? styleText(style, text, { validateStream: false }) : text;
}
