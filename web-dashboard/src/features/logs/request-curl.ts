import { config } from '../../lib/config';
import { curlOf } from '../../lib/curl';
import type { RequestEntry } from '../../lib/types';

/** The request of a log's entry, to send from a shell. The log has the hash of its idempotency key, so it gets a new one. */
export const requestCurl = ({ method, path, requestBody }: RequestEntry) =>
  curlOf({
    method,
    url: config.publicApiUrl + path,
    credentials: true,
    headers: [
      ...(method === 'GET' ? [] : ['Idempotency-Key: from-the-log-1']),
      ...(requestBody ? ['Content-Type: application/json'] : []),
    ],
    body: requestBody,
  });
