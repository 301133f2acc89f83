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
 * Sets `additionalProperties: false` on all schemas of request bodies, since the gateway rejects unknown fields. Schemas of
 * responses stay open, since fields may be added. Free maps such as `notes` declare `additionalProperties` themselves.
 */
export function withClosedRequestBodies(document: OpenAPIObject): OpenAPIObject {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  const operations = Object.values(document.paths).flatMap(
    (methods) => Object.values(methods as object) as Operation[],
  );
  const ofResponses = reachable(
    operations.map(({ responses }) => responses),
    schemas,
  );
  for (const name of reachable(
    operations.map(({ requestBody }) => requestBody),
    schemas,
  )) {
    if (ofResponses.has(name))
      throw new Error(`openapi.yml: ${name} is part of a request and of a response: split it in two`);
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

/** The names of all schemas that these refer to, directly or indirectly. */
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
