// npm run monitoring -- --home=/srv/so-dai-ly [--dashboards=/path]
// Starts Debian's Prometheus and Alertmanager for an installation, or starts them anew when their
// configuration changed; writes the dashboards for Grafana when a folder is named.
import { parseArgs } from 'node:util';
import { end, launch } from '../deploy/processes.ts';
import { homeOf, openInstallation } from '../installation.ts';
import { writeConfigurations } from './conf.ts';
import { writeDashboards } from './grafana.ts';
import { PORTS } from './ports.ts';
import { monitoringPrograms } from './programs.ts';

const STOP_MS = 10_000;

try {
  const { values } = parseArgs({
    options: { home: { type: 'string' }, dashboards: { type: 'string' } },
  });
  const installation = await openInstallation(homeOf(values.home));
  writeConfigurations(installation, installation.env.SLACK_WEBHOOK_FILE);
  for (const program of monitoringPrograms(installation)) {
    await end(installation.home, program.name, STOP_MS);
    launch(installation.home, program);
  }
  console.log(`Prometheus: http://127.0.0.1:${PORTS.prometheus}/alerts`);
  console.log(`Alertmanager: http://127.0.0.1:${PORTS.alertmanager}`);
  if (values.dashboards !== undefined) writeDashboards(values.dashboards);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
