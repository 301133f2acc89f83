import type { ReactNode } from 'react';

/** The place of the QR code, with its explanation beside it; on a phone below each other. `isOpen`: the code is there. */
export function CodeCard(props: { small: boolean; isOpen?: boolean; code: ReactNode; children: ReactNode }) {
  const place = props.isOpen ? '' : 'rounded-control border border-line bg-canvas';
  return (
    <div className="flex items-center gap-4 phone:flex-col phone:gap-1">
      <div
        className={`relative grid shrink-0 place-items-center phone:size-auto phone:w-full phone:border-0 phone:bg-transparent ${place} ${props.small ? 'size-42' : 'size-48'}`}
      >
        {props.code}
      </div>
      <div className="grid min-w-0 grow gap-1 phone:w-full phone:text-center">{props.children}</div>
    </div>
  );
}
