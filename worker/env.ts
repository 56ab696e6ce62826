import { z } from 'zod';
import { passwordProblem } from '../platform/database_password.ts';
import { tlsProblem } from '../platform/database_tls.ts';
import {
  flag,
  logLevel,
  parseSettings,
  port,
  postgresUrl,
  type Source,
} from '../platform/settings.ts';

const environment = z.object({
  WORKER_DATABASE_URL: postgresUrl,
  /** Login of the worker on a replica, by which files of lists and reports are read. */
  REPORT_DATABASE_URL: postgresUrl.optional(),
  WORKER_METRICS_PORT: port.default(9465),
  /** Where the figures are heard: this machine, or in a container the network of its own. */
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  /** Jobs at once that people wait for, half as many others, and one heavy one. */
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(4),
  LOG_LEVEL: logLevel.default('info'),
  /** smtps://user:password@host:port, or smtp://… which turns to TLS before it says anything. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must be an smtp:// or smtps:// address')
    .optional(),
  MAIL_FROM: z.string().min(3).default('Sổ Đại Lý <so-dai-ly@localhost>'),
  /** Address of the page, for links in mails. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).default('http://localhost:3000'),
  /** Without a mail server: mails are files in MAIL_DIR in demo mode, kept unsent elsewhere. */
  DEMO: flag.default(false),
  MAIL_DIR: z.string().min(1).default('.data/mail'),
  /** Whether the audit trail is written into the log; without it: everywhere but in demo mode. */
  AUDIT_LOG: flag.optional(),
  RELEASE: z.string().min(1).default('dev'),
  DRAIN_MS: z.coerce.number().int().min(0).default(10_000),
});

const complete = environment.transform((env) => ({
  ...env,
  AUDIT_LOG: env.AUDIT_LOG ?? !env.DEMO,
}));

const checked = complete.superRefine((settings, context) => {
  if (settings.DEMO) return;
  for (const name of ['WORKER_DATABASE_URL', 'REPORT_DATABASE_URL'] as const) {
    const url = settings[name];
    const problem = url === undefined ? undefined : (passwordProblem(url) ?? tlsProblem(url));
    if (problem) context.addIssue({ code: 'custom', path: [name], message: problem });
  }
});

export type WorkerEnv = Readonly<z.infer<typeof checked>>;

/** Reads the settings once; the error names every variable that is missing or wrong. */
export const readEnv = (source?: Source): WorkerEnv =>
  parseSettings(checked, Object.keys(environment.shape), source);
