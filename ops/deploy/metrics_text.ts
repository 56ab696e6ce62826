// Reads what /metrics says, and what changed between two moments.
export type Sample = Readonly<{
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}>;

/** Every line of Prometheus' format that is a value. */
export function samplesIn(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const found = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (!found) return [];
    const [, name = '', labels = '', value = ''] = found;
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(
      ([, key = '', label = '']): [string, string] => [key, label],
    );
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}

export type Traffic = Readonly<{ requests: number; errors: number; p95Seconds: number }>;

const METRIC = 'http_request_duration_seconds';
/** Health is asked by machines, files of the page are no work. */
const ROUTES = new Set(['api', 'auth', 'graphql']);

/** Requests between two moments of one server, how many failed by our fault, and their p95. */
export function trafficBetween(before: string, after: string): Traffic {
  const [old, young] = [countsIn(before), countsIn(after)];
  const requests = young.requests - old.requests;
  const errors = young.errors - old.errors;
  const wanted = requests * 0.95;
  const bounds = [...young.buckets.keys()].toSorted((a, b) => a - b);
  const p95 = bounds.find(
    (bound) => (young.buckets.get(bound) ?? 0) - (old.buckets.get(bound) ?? 0) >= wanted,
  );
  return { requests, errors, p95Seconds: requests === 0 ? 0 : (p95 ?? Number.POSITIVE_INFINITY) };
}

function countsIn(text: string) {
  const buckets = new Map<number, number>();
  let requests = 0;
  let errors = 0;
  for (const { name, labels, value } of samplesIn(text)) {
    if (!ROUTES.has(labels['route'] ?? '')) continue;
    if (name === `${METRIC}_count`) {
      requests += value;
      if (labels['status']?.startsWith('5') === true) errors += value;
    }
    if (name === `${METRIC}_bucket` && labels['le'] !== '+Inf') {
      const bound = Number(labels['le']);
      buckets.set(bound, (buckets.get(bound) ?? 0) + value);
    }
  }
  return { buckets, requests, errors };
}
