/** A violation as the API takes it. */
export interface Violation {
  directive: string;
  blocked: string;
  source?: string;
  page?: string;
  line?: number;
}

/** A browser sends several in one body; the rest is dropped. */
const MAX_REPORTS = 10;
const MAX_LENGTH = 500;

/**
 * The violations in a body: `application/csp-report` has one object, `application/reports+json` a list. Everything in it
 * may be invented by the sender.
 */
export function violationsIn(body: string): Violation[] {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    return [];
  }
  const reports = Array.isArray(read) ? read.map((one) => fieldsOf(one)['body']) : [fieldsOf(read)['csp-report']];
  return reports.slice(0, MAX_REPORTS).flatMap((report) => violationOf(fieldsOf(report)));
}

function violationOf(report: Record<string, unknown>): Violation[] {
  const text = (...names: string[]) => {
    const found = names.map((name) => report[name]).find((value) => typeof value === 'string' && value !== '');
    return typeof found === 'string' ? found.slice(0, MAX_LENGTH) : undefined;
  };
  const directive = text('effectiveDirective', 'effective-directive', 'violated-directive')?.slice(0, 100);
  if (directive === undefined) return [];
  const [source, page] = [text('sourceFile', 'source-file'), text('documentURL', 'document-uri')];
  const line = report['lineNumber'] ?? report['line-number'];
  return [
    {
      directive,
      blocked: text('blockedURL', 'blocked-uri') ?? '',
      ...(source !== undefined && { source }),
      ...(page !== undefined && { page }),
      ...(Number.isInteger(line) && (line as number) >= 0 && (line as number) < 2 ** 31 && { line: line as number }),
    },
  ];
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
