import { Status } from '../../ui/pill';

/** The status of a response. Success is quiet, so that errors stand out. */
export const HttpStatus = ({ status }: { status: number }) =>
  status < 400 ? <Status status={String(status)} tone="plain" /> : <Status status={String(status)} />;
