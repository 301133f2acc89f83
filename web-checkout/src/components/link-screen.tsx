import type { PublicPaymentLink } from '@payment-gateway/sdk';
import { linkHref, type LinkParams } from '../lib/link-params';
import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { Frame } from './frame';
import { AlertIcon, ClockIcon, CrossIcon, TickIcon } from './icons';
import { LanguageSwitch } from './language-switch';
import { LinkForm } from './link-form';
import { Outcome } from './outcome';
import { BrandColors, Mark } from './brand';
import { TestBanner } from './test-banner';

interface Props {
  link: PublicPaymentLink;
  page: LinkParams;
  session: Session;
}

export function LinkScreen({ link, page, session }: Props) {
  const { texts } = session;
  return (
    <Frame
      embedded={false}
      banner={link.test && <TestBanner texts={texts} cards={false} upi={false} />}
      summary={<LinkSummary link={link} session={session} />}
      footer={<Footer page={page} session={session} />}
    >
      {link.status === 'active' ? (
        <LinkForm {...{ link, page, session }} />
      ) : (
        <EndedLink link={link} state={link.status} session={session} />
      )}
    </Frame>
  );
}

/** While the API cannot be reached. */
export function UnavailableLink({ page, session }: Omit<Props, 'link'>) {
  const { texts } = session;
  return (
    <Frame embedded={false} footer={<Footer page={page} session={session} />}>
      <Outcome id="unavailable-state" tone="wait" icon={<AlertIcon />} title={texts.unavailableTitle}>
        <p className="mt-2 text-ink-2">{texts.unavailableText}</p>
        <div className="mt-6">
          <a {...testId('retry-button')} className="primary" href={linkHref(page)}>
            {texts.tryAgain}
          </a>
        </div>
      </Outcome>
    </Frame>
  );
}

function Footer({ page: { id }, session }: Omit<Props, 'link'>) {
  return <LanguageSwitch hrefIn={(lang) => linkHref({ id, lang })} locale={session.locale} />;
}

/** The merchant, what is paid for, and the amount unless the payer enters it. */
function LinkSummary({ link, session }: Omit<Props, 'page'>) {
  const { amount, texts } = session;
  // Of an ended link, the outcome is the heading of the page.
  const Title = link.status === 'active' ? 'h1' : 'p';
  return (
    <section {...testId('link-summary')} className="lg:sticky lg:top-[10vh]">
      <BrandColors {...link.branding} />
      <div className="flex items-center gap-3">
        <Mark name={link.merchantName} logo={link.branding.logo} session={session} />
        <p className="truncate font-medium">{link.merchantName}</p>
      </div>
      <Title {...testId('link-title')} className="mt-6 text-[20px]/[28px] font-semibold break-words">
        {link.title}
      </Title>
      {link.description && (
        <p {...testId('link-description')} className="mt-1 break-words whitespace-pre-line text-ink-2">
          {link.description}
        </p>
      )}
      {link.amount !== null && (
        <>
          <p className="mt-6 text-[14px]/[20px] text-ink-2">{link.status === 'active' ? texts.toPay : texts.amount}</p>
          <p {...testId('link-amount')} className="mt-1 text-[36px]/[44px] font-semibold tracking-tight tabular-nums">
            {amount(link.amount, link.currency)}
          </p>
        </>
      )}
    </section>
  );
}

const ENDED = {
  paid: { id: 'paid-state', tone: 'good', icon: <TickIcon /> },
  expired: { id: 'expired-state', tone: 'wait', icon: <ClockIcon /> },
  cancelled: { id: 'cancelled-state', tone: 'bad', icon: <CrossIcon /> },
} as const;

/** The link takes no payment any more. */
function EndedLink({ link, state, session }: Omit<Props, 'page'> & { state: keyof typeof ENDED }) {
  const { texts, fill } = session;
  const { id, tone, icon } = ENDED[state];
  const words = {
    paid: [texts.link.paidTitle, texts.paidText],
    expired: [texts.expiredTitle, texts.link.endedText],
    cancelled: [texts.link.cancelledTitle, texts.link.endedText],
  } as const;
  const [title, text] = words[state];
  return (
    <Outcome id={id} tone={tone} icon={icon} title={title}>
      <p className="mt-2 text-ink-2">{fill(text, { merchant: link.merchantName })}</p>
    </Outcome>
  );
}
