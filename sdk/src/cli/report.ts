import { PaymentGatewayError } from '../errors.js';

/** The sink for results: one line each, as text for people or as JSON for programs. */
export type Report = (text: string, json: object) => void;

export const reportTo =
  (asJson: boolean, write: (line: string) => void = console.log): Report =>
  (text, json) =>
    write(asJson ? JSON.stringify(json) : text);

/** Includes the request id, by which the operator finds the request in the log. */
export function reportFailure(report: Report, error: Error): void {
  const known = error instanceof PaymentGatewayError ? error : undefined;
  const id = known?.requestId ? ` (request ${known.requestId})` : '';
  report(`${error.message}${id}`, {
    type: 'error',
    code: known?.code ?? 'COMMAND_ERROR',
    description: error.message,
    field: known?.field,
    reason: known?.reason,
    request_id: known?.requestId,
  });
}
