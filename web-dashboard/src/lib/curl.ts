interface CurlRequest {
  method: string;
  url: string;
  /** `name: value`, or an option of curl. */
  headers?: readonly string[];
  /** Variables of the shell stand for the credentials, so that none is copied. */
  credentials?: boolean;
  body?: string | null;
}

const quoted = (text: string) => `'${text.replaceAll(`'`, `'\\''`)}'`;

/** A request as a command for a shell. */
export function curlOf({ method, url, headers = [], credentials = false, body }: CurlRequest): string {
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(url)}`,
    ...(credentials ? ['-u "$API_KEY:$API_SECRET"'] : []),
    ...headers.map((header) => `-H ${quoted(header)}`),
    ...(body ? [`--data-raw ${quoted(body)}`] : []),
  ].join(' \\\n  ');
}
