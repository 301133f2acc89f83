/**
 * Says more as time passes: each text replaces the one before by an animation (globals.css), so it needs no script. A
 * hidden text is not read aloud.
 */
export const LongWait = ({ texts }: { texts: readonly string[] }) => (
  <div className="long-wait mt-2 text-ink-2" data-wait>
    {texts.map((text) => (
      <p key={text}>{text}</p>
    ))}
  </div>
);
