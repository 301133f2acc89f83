import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { parseDuration } from '../../src/config/duration.js';
import { evaluate, type Scrape } from './promql.js';

export const ALERTS = fileURLToPath(new URL('../../../docker/observability/alerts.yml', import.meta.url));

export interface Rule {
  alert: string;
  expr: string;
  for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

export function alertRules(): Rule[] {
  const { groups } = parse(readFileSync(ALERTS, 'utf8')) as { groups: { rules: Rule[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

/** The alerts whose expression holds at that moment, in unix seconds. */
export function firing(scrapes: Scrape[], at: number): string[] {
  return alertRules()
    .filter(({ expr }) => {
      const value = evaluate(expr, scrapes, at);
      return typeof value === 'number' || value.length > 0;
    })
    .map(({ alert }) => alert);
}

export const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

const STEP_S = 15;
const STEPS = 120;
const COUNTS = /_(total|count|sum|bucket)$/;

/**
 * The first and the last of the scrapes as promtool's series, as if what happened between them went on: a counter grows
 * on by that much every 15 s, a gauge stays where it was last. Times become relative to the scrape: promtool begins at 0.
 */
function seriesOf(scrapes: Scrape[]): { series: string; values: string }[] {
  const [first, last] = [scrapes[0], scrapes.at(-1)];
  if (!first || !last) throw new Error('no scrapes');
  const keyOf = (name: string, labels: Record<string, string>) =>
    `${name}{${Object.entries(labels)
      .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
      .join(',')}}`;
  const before = new Map(first.samples.map(({ name, labels, value }) => [keyOf(name, labels), value]));
  return last.samples
    .filter(({ name, value }) => /^(gateway|http|nodejs_eventloop)_/.test(name) && Number.isFinite(value))
    .map(({ name, labels, value }) => {
      const series = keyOf(name, labels);
      const began = before.get(series) ?? 0;
      if (COUNTS.test(name)) return { series, values: `${began}+${value - began}x${STEPS}` };
      const level = name.endsWith('_timestamp_seconds') ? (value === 0 ? -1e9 : value - last.at) : value;
      return { series, values: `${level}+0x${STEPS}` };
    });
}

/** Promtool's own verdict on a rule: '' when it fires with its labels, after its `for`, else what promtool says. */
export function promtoolVerdict(alert: string, scrapes: Scrape[]): string {
  const rule = alertRules().find((one) => one.alert === alert);
  if (!rule) throw new Error(`no rule ${alert}`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'promtool-'));
  try {
    const forS = rule.for ? parseDuration(rule.for) / 1000 : 0;
    const evalTime = `${forS + 10 * 60}s`;
    const test = {
      rule_files: [ALERTS],
      evaluation_interval: `${STEP_S}s`,
      tests: [
        {
          interval: `${STEP_S}s`,
          input_series: seriesOf(scrapes),
          alert_rule_test: [
            {
              eval_time: evalTime,
              alertname: alert,
              exp_alerts: [{ exp_labels: rule.labels, exp_annotations: rule.annotations }],
            },
          ],
        },
      ],
    };
    const file = path.join(folder, 'test.yml');
    writeFileSync(file, stringify(test));
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8' });
    return status === 0 ? '' : stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
