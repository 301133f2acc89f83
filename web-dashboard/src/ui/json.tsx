import { Code, readable } from './code';
import { Folded } from './folded';
import { Highlighted } from './highlighted';

/** A body, indented and in colours if it is JSON, folded if it is long. What is copied are its exact bytes. */
export function Json({ text, label }: { text: string; label: string }) {
  const shown = readable(text);
  const isJson = shown !== text || /^[[{]/.test(text);
  return (
    <Folded text={shown}>
      {isJson ? (
        <Highlighted text={shown} copies={text} language="json" label={label} wrapped />
      ) : (
        <Code text={text} label={label} wrapped />
      )}
    </Folded>
  );
}
