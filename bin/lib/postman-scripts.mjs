/** Scripts that run inside Postman. Functions are included as text, so they may only use their parameters. */

/** The functions for a recipe's `before` and `after`. They work in Postman of 2023 and later. */
function helpersOf(pm) {
  const value = (name) => pm.variables.get(name);
  const keep = (name, given) => pm.collectionVariables.set(name, given);
  const keyHeaders = () => ({ 'X-Api-Key': value('apiKey'), 'X-Api-Secret': value('apiSecret') });

  /** Sends an additional request, with the API key or the session in a variable; returns the response body. */
  const call = (method, path, body, { session, merchant } = {}) =>
    new Promise((resolve, reject) => {
      const header = {
        'Content-Type': 'application/json',
        ...(session ? { Authorization: `Bearer ${value(session)}` } : keyHeaders()),
        ...(merchant && { 'X-Merchant-Id': value(merchant) }),
      };
      const sent = body && { mode: 'raw', raw: JSON.stringify(body) };
      pm.sendRequest({ url: value('baseUrl') + path, method, header, body: sent }, (error, response) => {
        if (error) return reject(error);
        if (response.code < 300) return resolve(response.json());
        return reject(new Error(`${method} ${path}: ${response.code} ${response.text()}`));
      });
    });

  /** Polls until `isDone` holds, for at most a minute, since a worker needs some time. */
  const until = async (path, isDone, options) => {
    const end = Date.now() + 60_000;
    for (;;) {
      const seen = await call('GET', path, undefined, options);
      if (isDone(seen)) return seen;
      if (Date.now() > end) throw new Error(`GET ${path} did not change within a minute: ${JSON.stringify(seen)}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  };

  /** Creates a card payment that is authorised and not captured; returns its id. */
  const authorisedPayment = async () => {
    const order = await call('POST', '/api/v1/orders', { amount: 50000, capture: 'manual' });
    const card = {
      number: '4111111111111111',
      expiry_month: 12,
      expiry_year: 2040,
      cvv: '123',
      holder_name: 'Asha Rao',
    };
    const { id } = await call('POST', '/api/v1/payments', { order_id: order.id, method: 'card', card });
    await until(`/api/v1/payments/${id}`, ({ status, captured }) => status === 'success' && !captured);
    return id;
  };

  return { value, keep, call, until, authorisedPayment };
}

const linesOf = (text) => text.split('\n');
const script = (listen, exec) => ({ listen, script: { type: 'text/javascript', exec } });
const quoted = (names) => names.map((name) => `'${name}'`).join(', ');

/** Postman ignores errors in promises, so they are reported as failed tests. */
const running = (step, what) => [
  ...linesOf(`const helpersOf = ${helpersOf.toString()};`),
  ...linesOf(`const step = ${step.toString()};`),
  `step(helpersOf(pm)).catch((error) => pm.test('${what}', () => { throw error; }));`,
];

/** Tests that the response is as documented. */
const documented = ({ status, types, fields, itemFields }) => [
  `pm.test('answers ${status}', () => pm.response.to.have.status(${status}));`,
  `pm.test('answers with ${types.join(' or ')}', () =>`,
  `  pm.expect(pm.response.headers.get('Content-Type').split(';')[0]).to.be.oneOf([${quoted(types)}]));`,
  ...(fields.length === 0
    ? []
    : [
        "pm.test('has the fields that the document requires', () => {",
        `  pm.expect(pm.response.json()).to.include.all.keys(${quoted(fields)});`,
        ...(itemFields.length === 0
          ? []
          : [
              '  for (const item of pm.response.json().data)',
              `    pm.expect(item).to.include.all.keys(${quoted(itemFields)});`,
            ]),
        '});',
      ]),
];

/** Stores values in variables for later requests. */
const keeping = (keeps) =>
  Object.entries(keeps).flatMap(([name, path]) => [
    `pm.test('has ${path}, kept as ${name}', () => {`,
    `  const found = pm.response.json().${path.replace(/\.(\d+)/g, '[$1]')};`,
    "  pm.expect(typeof found).to.be.oneOf(['string', 'number']);",
    "  pm.expect(found).to.not.equal('');",
    `  pm.collectionVariables.set('${name}', found);`,
    '});',
  ]);

/** The scripts of a request: preparation, tests of the response, clean-up. */
export function scriptsOf({ before, after, asserts, keeps = {} }, expected) {
  return [
    ...(before ? [script('prerequest', running(before, 'what this request needs is there'))] : []),
    script('test', [
      ...documented(expected),
      ...keeping(keeps),
      ...(asserts ? linesOf(`(${asserts.toString()})(pm);`) : []),
      ...(after ? running(after, 'what this run made is removed') : []),
    ]),
  ];
}
