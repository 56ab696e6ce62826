// The dashboard of logs: how many lines of which level, what failed, what was slow, and all that
// belongs to one request. test/logs.test.ts holds every question against real lines.
import type { Dashboard } from './dashboards.ts';

const ALL = '{job="so-dai-ly"}';

export const LOGS: Dashboard = {
  uid: 'logs',
  title: 'Logs',
  source: 'loki',
  /** From the screen of whoever met an error, or from the audit trail. */
  asksFor: [{ name: 'trace_id', label: 'Trace id' }],
  panels: [
    {
      title: 'Lines by service and level',
      unit: 'short',
      asks: [
        {
          expr: `sum by (service, level) (count_over_time(${ALL}[5m]))`,
          legend: '{{service}} {{level}}',
        },
      ],
    },
    {
      title: 'Answers of nginx that failed',
      unit: 'short',
      asks: [
        {
          expr:
            'sum(count_over_time({job="so-dai-ly", service="nginx"} '
            + '| json | status >= 500 [5m]))',
          legend: 'failed',
        },
      ],
    },
    {
      title: 'Everything about one request',
      isLog: true,
      unit: 'short',
      asks: [{ expr: `${ALL} | json | trace_id = "$trace_id"`, legend: '' }],
    },
    {
      title: 'Errors',
      isLog: true,
      unit: 'short',
      asks: [{ expr: '{job="so-dai-ly", level=~"error|fatal"}', legend: '' }],
    },
    {
      title: 'Requests that took more than half a second',
      isLog: true,
      unit: 'short',
      asks: [{ expr: '{job="so-dai-ly", service="server"} | json | ms > 500', legend: '' }],
    },
    {
      title: 'PostgreSQL',
      isLog: true,
      unit: 'short',
      asks: [{ expr: '{job="so-dai-ly", service="postgres"}', legend: '' }],
    },
  ],
};
