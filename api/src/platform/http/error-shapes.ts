import type { FastifyRequest } from 'fastify';
import type { ApiError } from '../errors/api-error.js';

/** The status and body of an error response below a path, in the form that clients of another API read. */
export interface ErrorShape {
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly render: (error: ApiError, request: FastifyRequest) => { status: number; body: object };
}

const shapes: ErrorShape[] = [];

/** For the façades, at their module's start. It holds for errors of Fastify and of unknown routes, too. */
export function addErrorShape(shape: ErrorShape): void {
  if (!shapes.some(({ path }) => path === shape.path)) shapes.push(shape);
}

export function renderError(error: ApiError, request: FastifyRequest): { status: number; body: object } {
  const shape = shapes.find(({ path }) => request.url.startsWith(path));
  return shape?.render(error, request) ?? { status: error.status, body: error.toEnvelope(request.id) };
}
