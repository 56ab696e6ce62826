import { isIP } from 'node:net';
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
import { isGuessable, parseKeys } from '../platform/keys.ts';

const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    rest.length === 0
    && bits > 0
    && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
  );
}

/** Addresses, networks (10.0.0.0/8) and express's names of them, divided by commas. */
const proxies = z
  .string()
  .transform((setting) => setting.split(',').map((part) => part.trim()))
  .refine((parts) => parts.every((part) => NAMED_NETWORKS.includes(part) || isNetwork(part)), {
    message: `lists addresses, networks (10.0.0.0/8), ${NAMED_NETWORKS.join(', ')}`,
  });

/** Keys by their ids, the one in force first. */
const keys = z.string().transform((setting, context) => {
  try {
    return parseKeys(setting);
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: error instanceof Error ? error.message : 'is not right',
    });
    return z.NEVER;
  }
});

const environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Unix socket to listen on instead, for a gateway on this machine that is believed. */
  SOCKET_PATH: z.string().min(1).max(100).optional(),
  METRICS_PORT: port.default(9464),
  /** Where the figures are heard: this machine, or in a container the network of its own. */
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  AUTHENTICATOR_DATABASE_URL: postgresUrl,
  SIGN_IN_DATABASE_URL: postgresUrl,
  /** Past a pooler, which cannot hand on LISTEN; without it the API's own address. */
  LISTEN_DATABASE_URL: postgresUrl.optional(),
  /** Whether statements keep a name on their connection; not behind a pooler of transactions. */
  NAMED_STATEMENTS: flag.default(true),
  JWT_SECRET: keys,
  SECOND_FACTOR_KEY: keys,
  COOKIE_SECURE: flag.default(true),
  /** Whose X-Forwarded-For is believed: the gateway's, and nobody else's. */
  TRUSTED_PROXIES: proxies.default(['loopback']),
  DEMO: flag.default(false),
  LOG_LEVEL: logLevel.default('info'),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  AUTH_POOL_SIZE: z.coerce.number().int().min(4).max(50).default(4),
  /** Only the operations of the web client are run; without it: everywhere but in demo mode. */
  TRUSTED_DOCUMENTS: flag.optional(),
  /** Superuser's address of the database; with it the API follows every change of its schema. */
  SCHEMA_WATCH_URL: postgresUrl.optional(),
  EXECUTION_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(15_000),
  /** Of one answer; files go out piece by piece and are none. */
  MAX_ANSWER_BYTES: z.coerce.number().int().min(10_000).max(100_000_000).default(4_000_000),
  REQUESTS_PER_USER: z.coerce.number().int().min(1).max(1_000).default(10),
  SOCKETS_PER_USER: z.coerce.number().int().min(1).max(1_000).default(20),
  /** Where the worker leaves mails in demo mode without a mail server. */
  MAIL_DIR: z.string().min(1).default('.data/mail'),
  WEB_DIST: z.string().min(1).default('web/dist'),
  /** How old the answer of /readyz about the rules may be; comparing takes about half a second. */
  RULES_CHECK_SECONDS: z.coerce.number().min(0).max(86_400).default(300),
  RELEASE: z.string().min(1).default('dev'),
  DRAIN_MS: z.coerce.number().int().min(0).default(10_000),
  /** How long a stopping server still takes requests, so that its gateway loses none. */
  LINGER_MS: z.coerce.number().int().min(0).max(60_000).default(0),
});

const URLS = ['AUTHENTICATOR_DATABASE_URL', 'SIGN_IN_DATABASE_URL', 'LISTEN_DATABASE_URL'] as const;

const complete = environment.transform((env) => ({
  ...env,
  TRUSTED_DOCUMENTS: env.TRUSTED_DOCUMENTS ?? !env.DEMO,
}));

const checked = complete.superRefine((settings, context) => {
  if (settings.DEMO) return;
  const refuse = (name: string, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message });
  for (const name of ['JWT_SECRET', 'SECOND_FACTOR_KEY'] as const) {
    if (!settings[name].some(({ secret }) => isGuessable(secret))) continue;
    refuse(
      name,
      'is a well-known or simple secret, which is for demo mode only; make one with: '
        + 'openssl rand -base64 48',
    );
  }
  if (!settings.COOKIE_SECURE)
    refuse('COOKIE_SECURE', 'must be true: cookies over plain http are for demo mode only');
  if (settings.SCHEMA_WATCH_URL !== undefined)
    refuse('SCHEMA_WATCH_URL', 'is for development in demo mode only');
  for (const name of URLS) {
    const url = settings[name];
    const problem = url === undefined ? undefined : (passwordProblem(url) ?? tlsProblem(url));
    if (problem) refuse(name, problem);
  }
});

export type Env = Readonly<z.infer<typeof checked>>;

const names = Object.keys(environment.shape);

/** Reads the settings once; the error names every variable that is missing or wrong. */
export const readEnv = (source?: Source): Env => parseSettings(checked, names, source);

/** For tools that only look at the database. */
export const readDatabaseUrl = (): string =>
  parseSettings(environment.pick({ AUTHENTICATOR_DATABASE_URL: true }), names)
    .AUTHENTICATOR_DATABASE_URL;

// Grafast asks for this word while it is imported, and warns on every start without it
process.env['GRAPHILE_ENV'] ??= 'production';
