'use client';

import { type DragEvent, useRef, useState } from 'react';
import { ImageIcon } from '../../ui/icons';
import { MAX_LOGO_BYTES } from './logo-size';

const TOO_LARGE = 'This file has more than 24 kB. Save it smaller, as a PNG of 16 to 512 pixels.';
const NO_PNG = 'This file is no PNG. Save the logo as a PNG.';

function faultOf(file: File | undefined): string {
  if (!file) return '';
  if (file.type !== 'image/png') return NO_PNG;
  return file.size > MAX_LOGO_BYTES ? TOO_LARGE : '';
}

function readAsUrl(file: File): Promise<string> {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read'));
    reader.readAsDataURL(file);
  });
}

/** The saved logo, another one, or none. Without scripts a file is chosen as in any form. */
export function LogoField({
  saved,
  shown,
  onChange,
  readOnly,
}: {
  /** The logos as data URLs. */
  saved: string | null;
  shown: string | null;
  onChange: (logo: string | null) => void;
  readOnly: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState('');
  const [isOver, setOver] = useState(false);
  const [isChosen, setChosen] = useState(false);
  const take = async () => {
    const file = input.current?.files?.[0];
    const found = faultOf(file);
    setChosen(file !== undefined);
    setFault(found);
    input.current?.setCustomValidity(found);
    onChange(file && !found ? await readAsUrl(file) : saved);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!input.current || event.dataTransfer.files.length === 0) return;
    input.current.files = event.dataTransfer.files;
    void take();
  };
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-[13px]/[18px] font-medium">Logo</legend>
      <div
        className={`flex flex-wrap items-center gap-4 rounded-card border border-dashed p-4 ${isOver ? 'border-accent bg-accent-soft' : 'border-line-strong'}`}
        {...(!readOnly && {
          onDrop: drop,
          onDragOver: (event: DragEvent) => {
            event.preventDefault();
            setOver(true);
          },
          onDragLeave: () => setOver(false),
        })}
      >
        <span className="grid size-16 shrink-0 place-items-center rounded-control border border-line bg-canvas text-ink-3">
          {shown ? (
            <img
              src={shown}
              alt={shown === saved ? 'The present logo' : 'The chosen logo, not saved yet'}
              className="size-14 object-contain"
            />
          ) : (
            <ImageIcon />
          )}
        </span>
        <div className="grid min-w-0 grow basis-60 gap-1">
          {!readOnly && (
            <>
              <p className="scripted font-medium">Drop your logo here, or choose a file</p>
              <input
                ref={input}
                type="file"
                name="logo"
                accept="image/png"
                aria-label="Another logo"
                aria-describedby="logo-limits"
                // The browser writes the file's name there, and in its own words that there is none.
                className={`w-full max-w-full text-[13px]/[18px] text-ink-2 ${isChosen ? '' : '[@media(scripting:enabled)]:text-transparent'} file:mr-3 file:cursor-pointer file:rounded-control file:border file:border-line-strong file:bg-surface file:px-3 file:py-1.5 file:font-medium file:text-ink`}
                onChange={() => void take()}
              />
            </>
          )}
          <p id="logo-limits" className="text-[13px]/[18px] text-ink-3">
            {readOnly && !saved ? 'None. ' : ''}PNG, 16 to 512 pixels wide and high, at most 24 kB. Square looks best.
          </p>
          <p role="alert" className="text-[13px]/[18px] text-bad empty:hidden">
            {fault}
          </p>
        </div>
      </div>
      {saved && !readOnly && (
        <label className="flex items-center gap-2">
          <input type="checkbox" name="no_logo" onChange={({ target }) => onChange(target.checked ? null : saved)} />
          Remove the logo
        </label>
      )}
    </fieldset>
  );
}
