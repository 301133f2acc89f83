'use client';

import { CopyButton } from './copy';

/** Codes that are shown once. */
export const CodeList = ({ codes }: { codes: readonly string[] }) => (
  <ul className="mono mt-4 grid grid-cols-[repeat(auto-fill,minmax(180px,1fr))] gap-1 rounded-control border border-line bg-canvas p-3">
    {codes.map((code) => (
      <li key={code}>{code}</li>
    ))}
  </ul>
);

/** Ways to store the codes: copy, download, print. */
export function CodeTools({ text }: { text: string }) {
  return (
    <>
      <CopyButton text={text}>Copy</CopyButton>
      <a
        className="button"
        download="recovery-codes.txt"
        href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
      >
        Download
      </a>
      <button type="button" className="button" onClick={() => print()}>
        Print
      </button>
    </>
  );
}
