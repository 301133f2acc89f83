import type { Sample } from './prometheus.js';

/** One scrape of one process, in unix seconds. */
export interface Scrape {
  at: number;
  samples: Sample[];
}
type Labels = Record<string, string>;
type Vector = { labels: Labels; value: number }[];
type Value = number | Vector;
type Range = { labels: Labels; points: { at: number; value: number }[] }[];

/** Prometheus searches this far back for the last sample of a series. */
const LOOKBACK_S = 300;
const UNIT_S: Record<string, number> = { s: 1, m: 60, h: 3600 };
const TOKEN =
  /\s*(?:([a-zA-Z_:][\w:]*)|(\d+(?:\.\d+)?)|("(?:[^"\\]|\\.)*")|(\[\d+[smh]\])|(=~|!~|!=|==|>=|<=|[-+*/(){},=><]))/y;

/**
 * Evaluates the part of PromQL that our alerts and dashboard use: selectors, rate, increase, sum, min, max (by),
 * histogram_quantile, absent (without labels), time, arithmetic and comparisons. Anything else is an error.
 * `$__rate_interval` counts as 5m.
 */
export function evaluate(text: string, scrapes: Scrape[], at: number): Value {
  return new Evaluation(tokensOf(text.replaceAll('$__rate_interval', '5m')), scrapes, at).whole();
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new Error(`not understood: ${text.slice(from)}`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

class Evaluation {
  private place = 0;

  constructor(
    private readonly tokens: string[],
    private readonly scrapes: Scrape[],
    private readonly at: number,
  ) {}

  whole(): Value {
    const value = this.comparison();
    if (this.place < this.tokens.length) throw new Error(`not understood: ${this.tokens.slice(this.place).join(' ')}`);
    return value;
  }

  private peek(...wanted: string[]): boolean {
    return wanted.includes(this.tokens[this.place] ?? '');
  }

  private take(wanted?: string): string {
    const token = this.tokens[this.place++];
    if (token === undefined || (wanted !== undefined && token !== wanted)) {
      throw new Error(`${wanted ?? 'more'} expected, ${token ?? 'nothing'} found`);
    }
    return token;
  }

  private comparison(): Value {
    const left = this.sum();
    if (!this.peek('>', '<', '>=', '<=', '==', '!=')) return left;
    const holds = COMPARISONS[this.take()] as (a: number, b: number) => boolean;
    const right = this.sum();
    if (typeof left === 'number' || typeof right !== 'number') throw new Error('compare a vector with a number');
    return left.filter(({ value }) => holds(value, right));
  }

  private sum(): Value {
    let value = this.product();
    while (this.peek('+', '-')) value = combine(this.take(), value, this.product());
    return value;
  }

  private product(): Value {
    let value = this.primary();
    while (this.peek('*', '/')) value = combine(this.take(), value, this.primary());
    return value;
  }

  private primary(): Value {
    const token = this.take();
    if (/^\d/.test(token)) return Number(token);
    if (token === '(') return this.closed(this.comparison());
    if (token in AGGREGATES) return this.aggregate(token);
    if (!this.peek('(')) return this.instant(token);
    this.take('(');
    if (token === 'time') return this.closed(this.at);
    if (token === 'absent') {
      const vector = this.closed(vectorOf(this.comparison()));
      return vector.length === 0 ? [{ labels: {}, value: 1 }] : [];
    }
    if (token === 'rate' || token === 'increase') return this.closed(growth(this.range(this.take()), token));
    if (token === 'histogram_quantile') {
      const quantile = Number(this.take());
      this.take(',');
      return this.closed(histogramQuantile(quantile, vectorOf(this.comparison())));
    }
    throw new Error(`no function ${token}`);
  }

  private closed<T>(value: T): T {
    this.take(')');
    return value;
  }

  private aggregate(name: string): Vector {
    let by = this.by();
    this.take('(');
    const vector = this.closed(vectorOf(this.comparison()));
    by ??= this.by() ?? [];
    const groups = new Map<string, { labels: Labels; values: number[] }>();
    for (const { labels, value } of vector) {
      const kept = Object.fromEntries(by.map((label) => [label, labels[label] ?? '']));
      const key = JSON.stringify(kept);
      const group = groups.get(key) ?? { labels: kept, values: [] };
      group.values.push(value);
      groups.set(key, group);
    }
    const fold = AGGREGATES[name] as (values: number[]) => number;
    return [...groups.values()].map(({ labels, values }) => ({ labels, value: fold(values) }));
  }

  private by(): string[] | undefined {
    if (!this.peek('by')) return undefined;
    this.take('by');
    this.take('(');
    const labels: string[] = [];
    while (!this.peek(')'))
      if (!this.peek(',')) labels.push(this.take());
      else this.take(',');
    return this.closed(labels);
  }

  private matchers(): (labels: Labels) => boolean {
    const tests: ((labels: Labels) => boolean)[] = [];
    if (!this.peek('{')) return () => true;
    this.take('{');
    while (!this.peek('}')) {
      const label = this.take();
      const operator = this.take();
      const wanted = JSON.parse(this.take()) as string;
      const pattern = new RegExp(`^(?:${wanted})$`);
      const fits = (value: string) => (operator.endsWith('~') ? pattern.test(value) : value === wanted);
      tests.push((labels) => fits(labels[label] ?? '') !== operator.startsWith('!'));
      if (this.peek(',')) this.take(',');
    }
    this.take('}');
    return (labels) => tests.every((test) => test(labels));
  }

  private instant(name: string): Vector {
    const last = Math.max(...this.scrapes.map(({ at }) => at).filter((at) => at <= this.at));
    // A series that a scrape lacks is stale at once.
    return this.series(name, LOOKBACK_S).flatMap(({ labels, points }) => {
      const point = points.at(-1);
      return point?.at === last ? [{ labels, value: point.value }] : [];
    });
  }

  private range(name: string): Range {
    const matchers = this.place;
    this.matchers();
    const span = /^\[(\d+)([smh])\]$/.exec(this.take());
    const after = this.place;
    this.place = matchers;
    const range = this.series(name, Number(span?.[1]) * (UNIT_S[span?.[2] ?? ''] ?? NaN));
    this.place = after;
    return range;
  }

  private series(name: string, lookBackS: number): Range {
    const fits = this.matchers();
    const found = new Map<string, Range[number]>();
    for (const { at, samples } of this.scrapes) {
      if (at > this.at || at <= this.at - lookBackS) continue;
      for (const { labels, value } of samples.filter((one) => one.name === name && fits(one.labels))) {
        const key = JSON.stringify(labels);
        const one = found.get(key) ?? { labels, points: [] };
        one.points.push({ at, value });
        found.set(key, one);
      }
    }
    return [...found.values()];
  }
}

const COMPARISONS: Record<string, (a: number, b: number) => boolean> = {
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};
const AGGREGATES: Record<string, (values: number[]) => number> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
};
const ARITHMETIC: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

function vectorOf(value: Value): Vector {
  return typeof value === 'number' ? [{ labels: {}, value }] : value;
}

/** Between vectors, samples with equal labels are combined. */
function combine(operator: string, left: Value, right: Value): Value {
  const apply = ARITHMETIC[operator] as (a: number, b: number) => number;
  if (typeof left === 'number' && typeof right === 'number') return apply(left, right);
  if (typeof right === 'number') return vectorOf(left).map((one) => ({ ...one, value: apply(one.value, right) }));
  if (typeof left === 'number') return right.map((one) => ({ ...one, value: apply(left, one.value) }));
  return left.flatMap((one) => {
    const other = right.find(({ labels }) => JSON.stringify(labels) === JSON.stringify(one.labels));
    return other ? [{ labels: one.labels, value: apply(one.value, other.value) }] : [];
  });
}

/** Counters only grow: a smaller value means that the process restarted. */
function growth(range: Range, kind: 'rate' | 'increase'): Vector {
  return range.flatMap(({ labels, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last || last.at === first.at) return [];
    const grown = points.slice(1).reduce((sum, { value }, index) => {
      const before = points[index]?.value ?? 0;
      return sum + (value >= before ? value - before : value);
    }, 0);
    return [{ labels, value: kind === 'rate' ? grown / (last.at - first.at) : grown }];
  });
}

function histogramQuantile(quantile: number, buckets: Vector): Vector {
  const groups = new Map<string, { labels: Labels; buckets: { le: number; count: number }[] }>();
  for (const { labels, value } of buckets) {
    const { le = '', ...rest } = labels;
    const key = JSON.stringify(rest);
    const group = groups.get(key) ?? { labels: rest, buckets: [] };
    group.buckets.push({ le: le === '+Inf' ? Infinity : Number(le), count: value });
    groups.set(key, group);
  }
  return [...groups.values()].map(({ labels, buckets: found }) => {
    found.sort((a, b) => a.le - b.le);
    const total = found.at(-1)?.count ?? 0;
    const rank = quantile * total;
    const at = found.findIndex(({ count }) => count >= rank);
    const [upper, lower] = [found[at], found[at - 1] ?? { le: 0, count: 0 }];
    if (!upper || total === 0) return { labels, value: NaN };
    if (upper.le === Infinity) return { labels, value: lower.le };
    const share = (rank - lower.count) / (upper.count - lower.count);
    return { labels, value: lower.le + (upper.le - lower.le) * share };
  });
}
