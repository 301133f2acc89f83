import type { OpenAPIObject } from '@nestjs/swagger';

interface Schema {
  $ref?: string;
  type?: unknown;
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
}
interface Operation {
  requestBody?: unknown;
  responses?: unknown;
}

const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;

/**
 * Closes every schema of a request body, at every level: the gateway refuses names that it does not have. Schemas of
 * answers stay open, since fields may be added to them. Free maps such as `notes` say themselves what they take.
 */
export function withClosedRequestBodies(document: OpenAPIObject): OpenAPIObject {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  const operations = Object.values(document.paths).flatMap(
    (methods) => Object.values(methods as object) as Operation[],
  );
  const answered = reachable(
    operations.map(({ responses }) => responses),
    schemas,
  );
  for (const name of reachable(
    operations.map(({ requestBody }) => requestBody),
    schemas,
  )) {
    if (answered.has(name))
      throw new Error(`openapi.yml: ${name} is part of a request and of an answer: make two of it`);
    close(schemas[name]!);
  }
  return document;
}

function close(schema: Schema): void {
  if (schema.properties) schema.additionalProperties ??= false;
  const parts = [
    schema.items,
    ...(schema.oneOf ?? []),
    ...(schema.anyOf ?? []),
    ...Object.values(schema.properties ?? {}),
  ];
  for (const part of parts) if (part) close(part);
}

/** The names of all schemas that these refer to, and what those refer to. */
function reachable(from: unknown, schemas: Record<string, Schema>): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, name = ''] of (JSON.stringify(value) ?? '').matchAll(REFERENCE)) {
      if (found.has(name)) continue;
      found.add(name);
      visit(schemas[name]);
    }
  };
  visit(from);
  return found;
}
