import { curlOf } from '../../../lib/curl';
import type { DeliveryDetail } from '../../../lib/types';
import { headersText } from './headers-text';

/** The last attempt as a command. Headers of the merchant's own are not in the log. */
export const deliveryCurl = ({ history, requestBody }: DeliveryDetail, url: string) =>
  curlOf({
    method: 'POST',
    url,
    headers: headersText(history.at(-1)?.requestHeaders ?? {})
      .split('\n')
      .filter(Boolean),
    body: requestBody,
  });
