import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import xml from 'highlight.js/lib/languages/xml';
import { type TestId, testId } from '../lib/test-ids';
import { Copy } from './copy';

hljs.registerLanguage('bash', bash);
hljs.registerLanguage('html', xml);
hljs.registerLanguage('javascript', javascript);
hljs.registerLanguage('json', json);
export type CodeLanguage = 'bash' | 'html' | 'javascript' | 'json';

/** Code in colours (code.css). Rendered on the server: the browser gets marked-up text and no script. */
export function Highlighted({
  text,
  copies = text,
  language,
  label,
  wrapped = false,
  id,
}: {
  text: string;
  /** The exact bytes, if the shown text is reformatted. */
  copies?: string;
  language: CodeLanguage;
  label: string;
  wrapped?: boolean;
  id?: TestId;
}) {
  // The library escapes the text.
  const html = { __html: hljs.highlight(text, { language }).value };
  return (
    <div className="relative min-w-0">
      <pre
        className={`code ${wrapped ? 'wrapped' : ''}`}
        tabIndex={0}
        dangerouslySetInnerHTML={html}
        {...(id && testId(id))}
      />
      <span className="absolute top-2 right-2 rounded-control bg-canvas">
        <Copy text={copies} label={label} />
      </span>
    </div>
  );
}
