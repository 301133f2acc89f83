import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { curlOf } from './curl';

describe('a request as a curl command', () => {
  it('keeps every byte of its body, as a shell reads it', () => {
    const body = `{"note":"Asha's \\"tea\\" $HOME \`x\` चाय"}`;
    const command = curlOf({ method: 'POST', url: 'http://shop.example/a?b=c&d', headers: ['X-One: 1'], body });
    const words = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${command}`])
      .toString()
      .split('\0');
    expect(words.slice(0, -1)).toEqual(
      ['-X', 'POST', 'http://shop.example/a?b=c&d', '-H', 'X-One: 1'].concat('--data-raw', body),
    );
  });

  it('names the credentials instead of containing them', () => {
    expect(curlOf({ method: 'GET', url: 'http://x', credentials: true })).toBe(
      `curl 'http://x' \\\n  -u "$API_KEY:$API_SECRET"`,
    );
  });
});
