/** The doctor's findings: `bad` must be fixed, `warn` should be considered. `fix` says how. */
export const ok = (topic, text) => ({ level: 'ok', topic, text });
export const warn = (topic, text, fix) => ({ level: 'warn', topic, text, fix });
export const bad = (topic, text, fix) => ({ level: 'bad', topic, text, fix });

/** Loads one of the API's compiled modules, so that the doctor applies the gateway's own rules. */
export const ofApi = (file) => import(new URL(`../../../api/dist/modules/${file}`, import.meta.url).href);
