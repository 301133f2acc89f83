import path from 'node:path';
import ts from 'typescript';
import { root } from './documents.js';

/** The compiler's errors if this text were the file `name`, with the settings of the API. */
export function compilerComplaints(name: string, code: string): string[] {
  const config = path.join(root, 'api/tsconfig.json');
  const { config: json } = ts.readConfigFile(config, (file) => ts.sys.readFile(file)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(json, ts.sys, path.dirname(config), { noEmit: true }, config);
  const file = path.join(root, name);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (asked) => (asked === file ? code : readFile(asked));
  host.fileExists = (asked) => asked === file || fileExists(asked);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file: at, start = 0, messageText }) => {
    const line = at ? at.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${at?.fileName ?? ''}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
