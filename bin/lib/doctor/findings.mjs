/** What the doctor says of one thing. `bad` must be mended, `warn` is to be thought about. */
export const ok = (topic, said) => ({ verdict: 'ok', topic, said });
export const warn = (topic, said, mend) => ({ verdict: 'warn', topic, said, mend });
export const bad = (topic, said, mend) => ({ verdict: 'bad', topic, said, mend });

/** One of the API's own compiled modules, so that what the doctor believes is what the gateway does. */
export const ofApi = (file) => import(new URL(`../../../api/dist/modules/${file}`, import.meta.url).href);
