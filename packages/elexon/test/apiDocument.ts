import { readFileSync } from "node:fs";

/** A field of a row, as the API document states it. */
export type Property = {
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly example?: unknown;
  readonly $ref?: string;
};

type Parameter = { readonly name: string; readonly in: string; readonly schema: Property };

/** What is read of the API document. */
export type ApiDocument = {
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly get: {
          readonly parameters?: readonly Parameter[];
          readonly responses: Readonly<
            Record<string, { readonly content?: Readonly<Record<string, { readonly schema: unknown }>> }>
          >;
        };
      }
    >
  >;
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly properties: Readonly<Record<string, Property>> }>>;
  };
};

/** Reads the document. @param file empty where there is none, and its tests are skipped */
export function documentOf(file: string): ApiDocument {
  return (
    file === "" ? { paths: {}, components: { schemas: {} } } : JSON.parse(readFileSync(file, "utf8"))
  ) as ApiDocument;
}

/** The type that a 200 of the path gives, wrapper and all: an array's items, or the name of a wrapper. */
function answerName(document: ApiDocument, path: string): string {
  const schema = document.paths[path]?.get.responses["200"]?.content?.["application/json"]?.schema;
  const name = /"#\/components\/schemas\/([^"]+)"/.exec(JSON.stringify(schema))?.[1];
  if (name === undefined) throw new Error(`The document must state what ${path} gives.`);
  return name;
}

/** The fields of a row that the path gives, whichever its wrapper. */
export function propertiesOf(document: ApiDocument, path: string): Readonly<Record<string, Property>> {
  const name = answerName(document, path);
  const row = name.includes("_") ? name.slice(name.indexOf("_") + 1) : name;
  return document.components.schemas[row]!.properties;
}

/** A body of the path with these rows, in the wrapper that the document states. */
export function wrapped(document: ApiDocument, path: string, rows: readonly unknown[]): unknown {
  const name = answerName(document, path);
  if (!name.includes("_")) return rows;
  return name.includes("WithMetadata") ? { data: rows, metadata: { datasets: ["X"] } } : { data: rows };
}

/** A row made of the document's own examples; where it has none, of something that the type allows. */
export function exampleOf(
  document: ApiDocument,
  properties: Readonly<Record<string, Property>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, exampleValue(document, property)]),
  );
}

function exampleValue(document: ApiDocument, { type, format, example, nullable, $ref }: Property): unknown {
  if (example !== undefined) return example;
  if ($ref !== undefined) {
    return exampleOf(document, document.components.schemas[$ref.slice("#/components/schemas/".length)]!.properties);
  }
  if (nullable === true) return null;
  if (type === "boolean") return false;
  if (type !== "string") return 1;
  return format === "date" ? "2023-07-12" : format === "date-time" ? "2023-07-12T06:30:00.0000000+00:00" : "";
}
