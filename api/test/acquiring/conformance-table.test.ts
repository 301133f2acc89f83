import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { GROUPS } from '../support/connector-conformance/describe-conformance.js';
import type { Harness } from '../support/connector-conformance/harness.js';
import { FACADE_HARNESSES, HARNESSES } from '../support/connector-conformance/harnesses.js';
import { lackingOf, type Need } from '../support/connector-conformance/promises.js';
import { root, text } from '../support/documents.js';

const PAGE = 'docs/connectors/conformance.md';
const NAMES = Object.keys(HARNESSES);

const INTRODUCTION = `# What connectors are held to

The cases of the [conformance suite](../adding-a-connector.md#test-it) by connector: – the connector lacks what the case
needs, as its sheet says. Each is tested against emulators on the tester's machine, and never against the acquirer itself:
\`simulated\` against the [simulated acquirer](../simulated-acquirer.md), \`stripe\` and \`razorpay\` against two that
[their](stripe.md) [pages](razorpay.md) describe. One is scripted and shares no code with the gateway, the other one is
the gateway's own [façade](../facades.md) in a second gateway.

- ✓ it is tested, against both emulators if there are two
- ✓ ¹ it is tested against the scripted emulator alone, because a façade cannot show the case

This page is written by \`api/test/acquiring/conformance-table.test.ts\` if \`WRITE_CONFORMANCE\` is set, and compared by
it otherwise.
`;

async function page(): Promise<string> {
  const plans = NAMES.map((name) => {
    const harness: Harness = HARNESSES[name as keyof typeof HARNESSES];
    const facade: Omit<Harness, 'open'> = FACADE_HARNESSES[name as keyof typeof FACADE_HARNESSES] ?? harness;
    const opened = harness.connect({ url: 'http://127.0.0.1:1', key: 'none', deadlineMs: 1_000 });
    return { harness, facade: { ...harness, ...facade }, ...opened };
  });
  const markOf = (plan: (typeof plans)[number], needs: readonly Need[]) => {
    if (lackingOf(plan, needs).length > 0) return '–';
    return lackingOf({ ...plan, harness: plan.facade }, needs).length === 0 ? '✓' : '✓ ¹';
  };
  const tables = Object.entries(GROUPS).map(([group, make]) => {
    const rows: string[] = [];
    const promised = (title: string, needs: readonly Need[]) => {
      const cells = plans.map((plan) => markOf(plan, needs));
      rows.push(`| ${title} | ${cells.join(' | ')} |`);
    };
    make(promised, HARNESSES.simulated);
    const heading = `## ${group[0]?.toUpperCase()}${group.slice(1)}`;
    return `${heading}\n\n| case | ${NAMES.join(' | ')} |\n|---|${'---|'.repeat(NAMES.length)}\n${rows.join('\n')}\n`;
  });
  await Promise.all(plans.map((plan) => plan.close()));
  return [INTRODUCTION, ...tables].join('\n');
}

it(`${PAGE} lists every case, and which connector is held to it`, async () => {
  const written = await page();
  if (process.env['WRITE_CONFORMANCE']) writeFileSync(path.join(root, PAGE), written);
  expect(text(PAGE)).toBe(written);
});
