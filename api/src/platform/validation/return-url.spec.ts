import { describe, expect, it } from '@jest/globals';
import { RETURN_PARAMETERS, returnUrlFault } from './return-url.js';

const modesOf = (url: unknown) => (['test', 'live'] as const).filter((mode) => returnUrlFault(url, mode) === null);

describe('where a shopper may return to', () => {
  it.each([
    ['https://shop.example/done?order=1', 'test live'],
    ['https://shop.example/#top', 'test live'],
    ['https://10.0.0.7/paid', 'test live'],
    ['com.example.shop:/paid', 'test live'],
    ['com.example.shop://paid?cart=7', 'test live'],
    ['http://localhost:3000', 'test'],
    ['http://127.0.0.1:8080/x', 'test'],
    ['http://[::1]/', 'test'],
    ['http://shop.localhost', 'test'],
    ['http://2130706433/', 'test'],
    ['http://192.168.1.20:3000/paid', 'test'],
    ['http://10.255.0.1/', 'test'],
    ['http://172.16.0.1/', 'test'],
    ['http://172.31.255.255/', 'test'],
    ['http://[fd12:3456::1]:3000/', 'test'],
    ['http://mac.local:3000/paid', 'test'],
    ['myshop://paid', 'test'],
    ['MyShop://paid', 'test'],
    ['my-shop+beta:/paid', 'test'],
    ['http://shop.example', ''],
    ['http://localhost.evil.example', ''],
    ['http://127.0.0.1.evil.example', ''],
    ['http://192.168.1.20.evil.example/', ''],
    ['http://172.15.0.1/', ''],
    ['http://172.32.0.1/', ''],
    ['http://11.0.0.1/', ''],
    ['http://169.254.169.254/', ''],
    ['http://local/', ''],
    ['http://0.0.0.0/', ''],
    ['javascript:alert(1)', ''],
    ['javascript://%0aalert(1)', ''],
    ['JavaScript://%0aalert(1)', ''],
    ['vbscript://x', ''],
    ['data:text/html,x', ''],
    ['data:/text/html,x', ''],
    ['file:///etc/passwd', ''],
    ['blob:https://shop.example/1', ''],
    ['about:blank', ''],
    ['view-source://shop.example', ''],
    ['intent://paid#Intent;scheme=myshop;end', ''],
    ['chrome-extension://abc/', ''],
    ['ms-msdt:/id', ''],
    ['ftp://shop.example/', ''],
    ['mailto:asha@shop.example', ''],
    ['localhost:3000/paid', ''],
    ['shop.example:8080/paid', ''],
    ['myshop:', ''],
    ['myshop:/', ''],
    ['myshop://user:password@paid', ''],
    ['//shop.example', ''],
    ['/paid', ''],
    ['shop.example', ''],
    ['https://user:pass@shop.example', ''],
    [' https://shop.example', ''],
    ['https://shop.example/a\nb', ''],
    ['https:\\\\shop.example', ''],
    [`https://shop.example/${'x'.repeat(2048)}`, ''],
    ['', ''],
    [null, ''],
    [5, ''],
  ])('%j: %s', (url, modes) => {
    expect(modesOf(url).join(' ')).toBe(modes);
  });

  it('parameters of the merchant’s own are kept, whatever they are called, but for the prefixed names of the gateway', () => {
    for (const name of RETURN_PARAMETERS) {
      expect(modesOf(`https://shop.example/?${name}=mine`)).toEqual(['test', 'live']);
      expect(modesOf(`https://shop.example/?a=b&pg_${name}=1#x`)).toEqual([]);
    }
    expect(returnUrlFault('https://shop.example/?pg%5Fstatus=1', 'test')).toBe(
      'must not have the parameter pg_status, which the gateway adds: rename it',
    );
    expect(modesOf('https://shop.example/?pg_other=1')).toEqual(['test', 'live']);
  });
});
