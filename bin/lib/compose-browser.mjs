import { Stop } from './project.mjs';

/** A browser without JavaScript: it keeps cookies, submits forms and follows redirects. */
export class Browser {
  cookies = new Map();

  constructor(origin) {
    this.origin = origin;
  }

  async open(path, options = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...options.headers, ...(cookie && { Cookie: cookie }) };
    const signal = AbortSignal.timeout(30_000);
    const response = await fetch(new URL(path, this.origin), { ...options, headers, redirect: 'manual', signal });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (!location) return { path, status: response.status, html: await response.text() };
    await response.body?.cancel();
    const next = new URL(location, this.origin);
    return this.open(next.pathname + next.search);
  }

  /** Submits the form with this field, with the page's values and the given ones. */
  submit({ path, html }, field, values) {
    const form = html.match(/<form[\s\S]*?<\/form>/g)?.find((one) => one.includes(`name="${field}"`));
    if (!form) throw new Stop(`${path} has no form with a field ${field}`);
    const body = new globalThis.FormData();
    for (const [input] of form.matchAll(/<input[^>]*>/g)) {
      const [, name] = /\sname="([^"]*)"/.exec(input) ?? [];
      if (name !== undefined) body.set(name, unescape(/\svalue="([^"]*)"/.exec(input)?.[1] ?? ''));
    }
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    return this.open(path, { method: 'POST', body, headers: { Origin: this.origin } });
  }
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#39': "'" };
const unescape = (text) => text.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole);
