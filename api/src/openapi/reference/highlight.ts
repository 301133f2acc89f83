import { escaped } from './html.js';

const QUOTED = {
  single: `'(?:\\\\.|[^'\\\\])*'`,
  double: `"(?:\\\\.|[^"\\\\])*"`,
};

/** The tokens of each language, as named groups. Only these samples are read, so a few patterns will do. */
const TOKENS = {
  json: `(?<name>${QUOTED.double}(?=\\s*:))|(?<string>${QUOTED.double})|(?<number>-?\\b\\d+(?:\\.\\d+)?\\b)|(?<keyword>\\b(?:true|false|null)\\b)`,
  curl: `(?<string>'[^']*'|"[^"]*")|(?<keyword>^curl\\b|(?<=\\s)-[A-Za-z]\\b)`,
  node: `(?<comment>//.*$)|(?<string>${QUOTED.single})|(?<number>\\b\\d+\\b)|(?<keyword>\\b(?:import|from|const|new|await|true|false|null)\\b)`,
  python: `(?<string>${QUOTED.double}|${QUOTED.single})|(?<number>\\b\\d+\\b)|(?<keyword>\\b(?:import|with|as|True|False|None)\\b)`,
  php: `(?<comment>//.*$)|(?<string>${QUOTED.single})|(?<number>\\b\\d+\\b)|(?<keyword><\\?php|\\b(?:new|true|false|null)\\b)|(?<name>\\$\\w+)`,
} as const;
export type Language = keyof typeof TOKENS;

/** A sample as HTML, its tokens in elements with the class of their kind. Its text stays the same. */
export function highlighted(text: string, language: Language): string {
  let html = '';
  let end = 0;
  for (const match of text.matchAll(new RegExp(TOKENS[language], 'gm'))) {
    const [token] = match;
    const kind = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0] ?? '';
    const isBody = language === 'curl' && token.startsWith(`'{`);
    const inner = isBody ? `'${highlighted(token.slice(1, -1), 'json')}'` : escaped(token);
    html += `${escaped(text.slice(end, match.index))}<span class="${isBody ? 'body' : kind}">${inner}</span>`;
    end = match.index + token.length;
  }
  return html + escaped(text.slice(end));
}
