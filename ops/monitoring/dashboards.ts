// The dashboards of Grafana as data: what each panel shows and asks. grafanaJson() makes the files
// that Grafana reads; test/dashboards.test.ts holds every question against promtool and against
// what the running system tells.

export type Panel = Readonly<{
  title: string;
  /** One of Grafana's: s, reqps, short, percentunit, bytes, currencyVND. */
  unit: string;
  /** What is asked, and what a line is called. */
  asks: readonly Readonly<{ expr: string; legend: string }>[];
  /** Lines of a log instead of a curve. */
  isLog?: true;
}>;

export type Dashboard = Readonly<{
  uid: string;
  title: string;
  panels: readonly Panel[];
  /** Where the figures come from; without it Prometheus. */
  source?: 'prometheus' | 'loki';
  /** What whoever looks writes into a field above; questions name it with a $. */
  asksFor?: readonly Readonly<{ name: string; label: string }>[];
}>;

const one = (title: string, unit: string, expr: string, legend: string): Panel => ({
  title,
  unit,
  asks: [{ expr, legend }],
});

/** Three quantiles of a histogram, by one label. */
const quantiles = (title: string, metric: string, label: string): Panel => ({
  title,
  unit: 's',
  asks: [0.5, 0.95, 0.99].map((quantile) => ({
    expr: `histogram_quantile(${quantile}, sum by (le, ${label}) (rate(${metric}_bucket[5m])))`,
    legend: `p${quantile * 100} {{${label}}}`,
  })),
});

export const DASHBOARDS: readonly Dashboard[] = [
  {
    uid: 'requests',
    title: 'Requests',
    panels: [
      one(
        'Requests by route',
        'reqps',
        'sum by (route) (rate(http_request_duration_seconds_count[5m]))',
        '{{route}}',
      ),
      one(
        'Share of errors',
        'percentunit',
        'sum(rate(http_request_duration_seconds_count{status=~"5.."}[5m])) '
          + '/ sum(rate(http_request_duration_seconds_count[5m]))',
        'errors',
      ),
      quantiles('Time to answer', 'http_request_duration_seconds', 'route'),
      quantiles('Time of an operation', 'graphql_operation_duration_seconds', 'operation'),
      one(
        'Operations that fail',
        'reqps',
        'sum by (operation) (rate(graphql_operation_duration_seconds_count{result="failed"}[5m]))',
        '{{operation}}',
      ),
      one('Refusals by code', 'reqps', 'sum by (code) (rate(refusals_total[5m]))', '{{code}}'),
      one(
        'Attempts to sign in',
        'reqps',
        'sum by (step, result) (rate(sign_in_attempts_total[5m]))',
        '{{step}} {{result}}',
      ),
      one('Open sockets', 'short', 'sum(websocket_connections)', 'sockets'),
    ],
  },
  {
    uid: 'processes',
    title: 'Processes',
    panels: [
      one('Releases', 'short', 'count by (job, release) (release_info)', '{{job}} {{release}}'),
      one(
        'Connections that are waited for',
        'short',
        'max by (pool) (database_pool_connections{state="waiting"})',
        '{{pool}}',
      ),
      one('Event loop', 's', 'max by (job) (nodejs_eventloop_lag_p99_seconds)', 'p99 {{job}}'),
      one('Memory', 'bytes', 'sum by (job) (process_resident_memory_bytes)', '{{job}}'),
      one(
        'Processor',
        'percentunit',
        'sum by (job) (rate(process_cpu_seconds_total[5m]))',
        '{{job}}',
      ),
      one('PostgreSQL answers', 'short', 'min(database_up)', 'answers'),
      one('Restarts', 'short', 'sum by (name) (increase(process_restarts_total[1h]))', '{{name}}'),
      one('Free disk', 'percentunit', 'disk_free_bytes / disk_size_bytes', '{{folder}}'),
    ],
  },
  {
    uid: 'jobs',
    title: 'Jobs',
    panels: [
      one(
        'Jobs by state',
        'short',
        'max by (state) (sum by (state, instance) (queue_jobs))',
        '{{state}}',
      ),
      one(
        'Oldest job that could run',
        's',
        'max by (task) (queue_oldest_ready_seconds)',
        '{{task}}',
      ),
      quantiles('Time of a job', 'job_duration_seconds', 'task'),
      one(
        'Jobs that fail',
        'short',
        'sum by (task) (increase(job_duration_seconds_count{result="failed"}[1h]))',
        '{{task}}',
      ),
      one(
        'Files, by where they were read',
        'short',
        'sum by (from) (increase(files_read_total[1h]))',
        '{{from}}',
      ),
      one(
        'Jobs that failed for good',
        'short',
        'sum by (task) (increase(jobs_dead_total[1d]))',
        '{{task}}',
      ),
    ],
  },
  {
    uid: 'business',
    title: 'Business',
    panels: [
      one('Slips of today', 'short', 'max by (kind) (business_slips_today)', '{{kind}}'),
      one('Requests that wait', 'short', 'max(business_waiting_issues)', 'requests'),
      one('Debt', 'currencyVND', 'max(business_debt_dong)', 'all'),
      one('Overdue debt', 'currencyVND', 'max(business_overdue_dong)', 'overdue'),
      one('Agencies near their limit', 'short', 'max(business_near_limit_agencies)', 'agencies'),
      one(
        'Invariants that do not hold',
        'short',
        'max(ledger_proof_broken_invariants)',
        'invariants',
      ),
      one('Age of the proof', 's', 'time() - max(ledger_proof_timestamp_seconds)', 'proof'),
      one('Rules that are not those of the release', 'short', 'min(rules_drifted)', 'rules'),
    ],
  },
  {
    uid: 'backups',
    title: 'Backups',
    panels: [
      one(
        'Age of the last good one',
        's',
        'time() - max by (kind) (backup_last_success_timestamp_seconds)',
        '{{kind}}',
      ),
      one('Time it took', 's', 'max by (kind) (backup_last_duration_seconds)', '{{kind}}'),
      one('Size', 'bytes', 'max by (kind) (backup_last_size_bytes)', '{{kind}}'),
      {
        title: 'Last restore drill',
        unit: 's',
        asks: [
          { expr: 'max(restore_drill_rto_seconds)', legend: 'RTO' },
          { expr: 'max(restore_drill_rpo_seconds)', legend: 'RPO' },
        ],
      },
      one(
        'Files that could not be archived',
        'short',
        'increase(archive_failures[1h])',
        'failures',
      ),
      one(
        'Age of the archive',
        's',
        'time() - max(archive_last_success_timestamp_seconds)',
        'last file',
      ),
    ],
  },
];

const WIDTH = 12;
const HEIGHT = 8;

/** A file as Grafana's provisioning reads it. */
export function grafanaJson({
  uid,
  title,
  panels,
  source = 'prometheus',
  asksFor = [],
}: Dashboard): string {
  const datasource = { type: source, uid: source };
  const drawn = panels.map((panel, nth) => ({
    id: nth + 1,
    type: panel.isLog === true ? 'logs' : 'timeseries',
    title: panel.title,
    datasource,
    gridPos: {
      x: (nth % 2) * WIDTH,
      y: Math.floor(nth / 2) * HEIGHT,
      w: WIDTH,
      h: HEIGHT,
    },
    fieldConfig: { defaults: { unit: panel.unit }, overrides: [] },
    targets: panel.asks.map(({ expr, legend }, place) => ({
      refId: 'ABCDEFGH'.charAt(place),
      datasource,
      expr,
      legendFormat: legend,
    })),
  }));
  const dashboard = {
    uid,
    title: `Sổ Đại Lý: ${title}`,
    schemaVersion: 39,
    time: { from: 'now-6h', to: 'now' },
    refresh: '30s',
    timezone: 'Asia/Ho_Chi_Minh',
    tags: ['so-dai-ly'],
    templating: {
      list: asksFor.map(({ name, label }) => ({ name, label, type: 'textbox', query: '' })),
    },
    panels: drawn,
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}
