import { MAIL_KINDS, MAIL_STATES } from '../../../../../features/settings/mail-words';
import { wordsOf } from '../../../../../lib/format';
import { onBehalfOf, readSession } from '../../../../../lib/session';
import { Card } from '../../../../../ui/card';
import { Detail } from '../../../../../ui/detail';
import { Load } from '../../../../../ui/load';
import { Moment } from '../../../../../ui/time';
import { Facts, Id } from '../../../../../ui/values';

export default async function MailDetailPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway } = await readSession();
  return (
    <Load from={gateway.mails.get(id, await onBehalfOf())}>
      {(mail) => (
        <Detail
          list={{ href: '/dashboard/settings/mail', title: 'Mail' }}
          title={mail.subject}
          kind={mail.subject}
          state={{ of: MAIL_STATES[mail.status], value: mail.status }}
          about={`To ${mail.recipient}`}
          id={id}
          aside={
            <Card title="Mail">
              <Facts
                facts={[
                  ['About', MAIL_KINDS[mail.kind]],
                  ['Object', mail.objectId && <Id key="object" value={mail.objectId} copy />],
                  ['Attempts', mail.attempts],
                  ['Last error', mail.error && wordsOf(mail.error)],
                  ['Next attempt', mail.nextAttemptAt && <Moment key="next" at={mail.nextAttemptAt} />],
                  ['Sent', mail.sentAt && <Moment key="sent" at={mail.sentAt} />],
                  ['Written', <Moment key="written" at={mail.createdAt} />],
                ]}
              />
            </Card>
          }
        >
          <Card title="Text">
            <p className="wrap-anywhere whitespace-pre-wrap">{mail.text}</p>
            {mail.text.includes('[link]') && (
              <p className="mt-4 rounded-control bg-canvas px-3 py-2 text-[13px]/[18px] text-ink-2">
                [link] is a credential, which only the recipient may have.
              </p>
            )}
          </Card>
        </Detail>
      )}
    </Load>
  );
}
