import type { Gateway } from './gateway.js';

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With `{id}` in place of an id. */
  path: string;
  /** Needs credentials: a key, or a session with the same permission. */
  secured: boolean;
  /** Accepts only a session. */
  people: boolean;
  /** Name of the body's schema. */
  body: string | undefined;
  query: string[];
}

interface Operation {
  security?: object[];
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> };
}
export interface Schema {
  type?: string | string[];
  oneOf?: Schema[];
  $ref?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export async function documentOf(gateway: Gateway): Promise<Document> {
  return (await gateway.shopper.get('/openapi.json')).json as Document;
}

/** Every route of openapi.yml. Compared with the router's own list, printed at boot, so that no route is missing. */
export async function routesOf(gateway: Gateway): Promise<Route[]> {
  const { paths } = await documentOf(gateway);
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security, parameters = [], requestBody }]) => ({
      method: method.toUpperCase() as Route['method'],
      path,
      secured: (security ?? []).some((one) => !('Session' in one)),
      people: (security ?? []).some((one) => 'Session' in one) && !security?.some((one) => 'ApiKey' in one),
      body: requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1),
      query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
    })),
  );
}

/** Routes as registered by the router: `GET /api/v1/orders/{id}`. */
export function mappedRoutes(gateway: Gateway): string[] {
  const lines = gateway.servers[0]?.log().matchAll(/Mapped \{(\/[^,]*), (\w+)\} route/g) ?? [];
  return [...lines].map(([, path = '', method]) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
}
