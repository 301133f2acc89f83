import { QrCode, qrPath } from '@payment-gateway/web/qr-code';
import { testId } from '../../lib/test-ids';
import type { PaymentLink } from '../../lib/types';
import { Card } from '../../ui/card';
import { CopyButton } from '../../ui/copy';
import { addressOf, messageOf } from './link-words';

/** The code as a file: black on white, with its quiet zone, at any size. */
function fileOf(text: string): string {
  const { path, side } = qrPath(text);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="1024" height="1024" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** How the address reaches the payer: as a code, as text, by WhatsApp or by mail. */
export function ShareLink({ link, merchant }: { link: PaymentLink; merchant: string }) {
  const [address, message] = [addressOf(link), messageOf(link, merchant)];
  const mail = `mailto:?subject=${encodeURIComponent(link.title)}&body=${encodeURIComponent(message)}`;
  return (
    <div {...testId('share-link')}>
      <Card title="Share">
        <div className="flex flex-wrap items-start gap-6">
          <div className="w-40 shrink-0">
            <div className="rounded-card border border-line bg-white p-1">
              <QrCode text={address} label={`QR code of ${address}`} {...testId('qr-code')} />
            </div>
            <a className="link mt-2 inline-block text-[13px]/[18px]" href={fileOf(address)} download={`${link.id}.svg`}>
              Download the code
            </a>
          </div>
          <div className="min-w-0 grow basis-[260px]">
            <p className="text-ink-2">
              Everyone who has this address can pay. Print the code, or send the address to the payer.
            </p>
            <div className="mt-3 flex flex-wrap items-center gap-2">
              <p className="mono flex min-h-9 min-w-0 grow basis-56 items-center rounded-control border border-line bg-canvas px-3 py-1.5 break-all select-all">
                <a href={address} target="_blank" rel="noreferrer" className="hover:underline">
                  {address}
                </a>
              </p>
              <CopyButton text={address} look="primary">
                Copy
              </CopyButton>
            </div>
            <p className="mt-4 mb-2 text-[13px]/[18px] text-ink-2">
              Or send it with a message that is already written:
            </p>
            <div className="flex flex-wrap gap-2">
              <a
                className="button"
                href={`https://wa.me/?text=${encodeURIComponent(message)}`}
                target="_blank"
                rel="noreferrer"
              >
                WhatsApp
              </a>
              <a className="button" href={mail}>
                Email
              </a>
            </div>
          </div>
        </div>
      </Card>
    </div>
  );
}
