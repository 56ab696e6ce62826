import pino from 'pino';

export type Log = pino.Logger;

/** Never written to a log, whoever passes it. */
const SECRETS = [
  'password', '*.password', 'cookie', '*.cookie', 'authorization', '*.authorization',
  'req.headers.cookie', 'req.headers.authorization', 'headers["set-cookie"]', '*.headers["set-cookie"]',
  'refreshToken', '*.refreshToken', 'accessToken', '*.accessToken',
];

/** JSON lines; a line that belongs to a request carries its `trace_id`. */
export function makeLog(level: string, release: string, destination?: pino.DestinationStream): Log {
  return pino(
    {
      level,
      base: { service: 'server', release },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS, censor: '[redacted]' },
    },
    destination ?? pino.destination({ dest: 1, sync: false }),
  );
}
