import { notFound } from 'next/navigation';
import { Frame } from '../../../components/frame';
import { ReceiptView } from '../../../components/receipt-view';
import { UnavailableReceipt } from '../../../components/unavailable-receipt';
import { loadReceipt, unlessUnavailable } from '../../../lib/gateway';
import { readSession } from '../../../lib/session';

/** A receipt by its signed link. It needs no script and can be printed. */
export default async function ReceiptPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const session = await readSession();
  const receipt = await unlessUnavailable(loadReceipt(token));
  if (receipt === null) notFound();
  return (
    <Frame embedded={false} footer={null}>
      {receipt ? <ReceiptView {...{ receipt, token, session }} /> : <UnavailableReceipt texts={session.texts} />}
    </Frame>
  );
}
