import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { parseDuration } from '../../src/platform/config/duration.js';
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

/** The alerts whose expression is true at that time, in unix seconds. */
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
 * The first and the last of the scrapes as promtool's series, with the change between them extrapolated: a counter
 * grows by that change every 15 s, a gauge keeps its last value. Times are relative to the first scrape, because
 * promtool starts at 0.
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
    .filter(({ name, value }) => /^(up$|(gateway|http|nodejs_eventloop)_)/.test(name) && Number.isFinite(value))
    .map(({ name, labels, value }) => {
      const series = keyOf(name, labels);
      const began = before.get(series) ?? 0;
      if (COUNTS.test(name)) return { series, values: `${began}+${value - began}x${STEPS}` };
      const level = name.endsWith('_timestamp_seconds') ? (value === 0 ? -1e9 : value - last.at) : value;
      return { series, values: `${level}+0x${STEPS}` };
    });
}

/** Promtool's result for a rule: '' if the rule is silent until its `for` has passed and then fires with its labels. */
export function promtoolResult(alert: string, scrapes: Scrape[]): string {
  const rule = alertRules().find((one) => one.alert === alert);
  if (!rule) throw new Error(`no rule ${alert}`);
  const forS = rule.for ? parseDuration(rule.for) / 1000 : 0;
  const expected = [{ atS: forS + 10 * 60, fires: true }];
  if (forS > 0) expected.push({ atS: forS - STEP_S, fires: false });
  return promtoolTest(rule, seriesOf(scrapes), expected);
}

/** Promtool's output if a rule does not behave as expected on these series, with a value every 15 s; '' if it does. */
export function promtoolTest(
  { alert, labels, annotations }: Rule,
  series: { series: string; values: string }[],
  expected: { atS: number; fires: boolean }[],
): string {
  const firing = [{ exp_labels: labels, exp_annotations: annotations }];
  const test = {
    interval: `${STEP_S}s`,
    input_series: series,
    alert_rule_test: expected.map(({ atS, fires }) => ({
      eval_time: `${atS}s`,
      alertname: alert,
      exp_alerts: fires ? firing : [],
    })),
  };
  return promtool(['test', 'rules'], { rule_files: [ALERTS], evaluation_interval: `${STEP_S}s`, tests: [test] });
}

/** The expressions that Prometheus cannot parse, with its errors; '' if it parses all. */
export function unparsableExpressions(expressions: string[]): string {
  const rules = expressions.map((expr, index) => ({
    record: `panel:${index}`,
    expr: expr.replaceAll('$__rate_interval', '5m'),
  }));
  return promtool(['check', 'rules'], { groups: [{ name: 'panels', rules }] });
}

function promtool(words: string[], content: object): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'promtool-'));
  try {
    const file = path.join(folder, 'rules.yml');
    writeFileSync(file, stringify(content));
    const { status, stdout, stderr } = spawnSync('promtool', [...words, file], { encoding: 'utf8' });
    return status === 0 ? '' : stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
