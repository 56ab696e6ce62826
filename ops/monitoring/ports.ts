/** Ports of Debian's packages, and of what there is no package of; all on this machine only. */
export const PORTS = {
  prometheus: 9090,
  alertmanager: 9093,
  postgresExporter: 9187,
  loki: 3100,
  alloy: 12345,
  grafana: 3030,
} as const;
