import { Code } from '../../ui/code';

/** An event's payload, indented. The copy button copies the compact JSON that webhooks carry. */
export function Payload({ payload, label }: { payload: unknown; label: string }) {
  return <Code text={JSON.stringify(payload, null, 2)} copies={JSON.stringify(payload)} label={label} />;
}
