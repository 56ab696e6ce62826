// Fills in so-dai-ly.conf: where nginx listens, which servers it asks, with TLS or without.
// From the shell, for images and by hand:
//   node ops/nginx/conf.ts --listen=8080 --server=127.0.0.1:3000 >nginx.conf
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { catalogue } from '../../platform/catalogue.ts';

/** Requests a second of one address, and how many more may come at once. */
export type Rate = Readonly<{ perSecond: number; burst: number }>;
export type Rates = Readonly<{ signIn: Rate; api: Rate; page: Rate }>;

/** The page asks some ten things when it opens, and some forty files the first time. */
export const RATES: Rates = {
  signIn: { perSecond: 10, burst: 40 },
  api: { perSecond: 50, burst: 200 },
  page: { perSecond: 100, burst: 400 },
};
const NO_RATE: Rate = { perSecond: 100_000, burst: 100_000 };
/** For tests of what the servers themselves refuse. */
export const NO_RATES: Rates = { signIn: NO_RATE, api: NO_RATE, page: NO_RATE };

export type Tls = Readonly<{
  certificate: string;
  key: string;
  /** Name of the site, where plain http is sent to. */
  host: string;
  /** Where plain http is heard; without it nowhere. */
  plain?: string;
}>;

export type Gateway = Readonly<{
  /** A port, or an address with a port. */
  listen: string;
  /** `host:port` each, or the one link to a socket that a release is switched by: `unix:/path`. */
  servers: readonly string[];
  rates?: Rates;
  tls?: Tls;
  /** Folder of `assets/`: those of this release and of earlier ones, for pages that are open. */
  web?: string | undefined;
  /** While this file exists, people read that the system is being maintained. */
  maintenance?: string | undefined;
  /** Folder of the parts that are included; an image has them elsewhere. */
  parts?: string | undefined;
  /** Where each request is written down; a container hands that to Docker. */
  accessLog?: string;
  /** Whether nginx knows brotli; without it, what Debian has on this machine. */
  hasBrotli?: boolean;
}>;

const HERE = import.meta.dirname;
const BROTLI = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so';

/** The whole configuration as text. */
export function nginxConf(gateway: Gateway): string {
  const { rates = RATES, parts = HERE, accessLog = 'access.log' } = gateway;
  const hasBrotli = gateway.web !== undefined && (gateway.hasBrotli ?? existsSync(BROTLI));
  const filled: Record<string, string> = {
    MODULES: hasBrotli
      ? `load_module ${BROTLI};`
      : "# brotli of assets: Debian's package libnginx-mod-http-brotli-static",
    PARTS: parts,
    ACCESS_LOG: accessLog,
    SERVERS: serversBlock(gateway.servers),
    LISTEN: listenBlock(gateway),
    REDIRECT: redirectBlock(gateway.tls, parts),
    MAINTENANCE: maintenanceBlock(gateway.maintenance),
    ASSETS: assetsBlock(gateway, hasBrotli),
    SIGN_IN_RATE: String(rates.signIn.perSecond),
    SIGN_IN_BURST: String(rates.signIn.burst),
    API_RATE: String(rates.api.perSecond),
    API_BURST: String(rates.api.burst),
    PAGE_RATE: String(rates.page.perSecond),
    PAGE_BURST: String(rates.page.burst),
    TOO_MANY_REQUESTS: catalogue.entry('TOO_MANY_REQUESTS')?.en ?? '',
  };
  return readFileSync(join(HERE, 'so-dai-ly.conf'), 'utf8').replaceAll(
    /\$\{(\w+)\}/g,
    (whole, name: string) => filled[name] ?? whole,
  );
}

const indented = (depth: number, lines: readonly string[]): string =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(depth) + line)).join('\n');

/**
 * Connections to several servers are kept open. To a link they are not: each request follows it to
 * the release of this moment.
 */
function serversBlock(servers: readonly string[]): string {
  const [first = ''] = servers;
  if (first.startsWith('unix:')) return indented(4, [`server ${first} max_fails=0;`]);
  const lines = servers.map((server) => `server ${server} max_fails=1 fail_timeout=2s;`);
  return indented(4, [...lines, 'keepalive 32;']);
}

function listenBlock({ listen, tls }: Gateway): string {
  if (!tls) return indented(4, [`listen ${listen};`]);
  return indented(4, [
    `listen ${listen} ssl http2;`,
    `server_name ${tls.host};`,
    `ssl_certificate ${tls.certificate};`,
    `ssl_certificate_key ${tls.key};`,
    'ssl_protocols TLSv1.2 TLSv1.3;',
    // forward secrecy and authenticated encryption only; which of them is the browser's choice
    'ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:'
      + 'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:'
      + 'ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305;',
    'ssl_prefer_server_ciphers off;',
    'ssl_session_cache shared:tls:10m;',
    'ssl_session_timeout 1d;',
    'ssl_session_tickets off;',
  ]);
}

/** The name is ours, not what a visitor wrote into Host: nobody is sent elsewhere. */
function redirectBlock(tls: Tls | undefined, parts: string): string {
  if (tls?.plain === undefined) return '';
  return indented(2, [
    'server {',
    `  listen ${tls.plain};`,
    `  include ${parts}/headers.conf;`,
    `  return 308 https://${tls.host}$request_uri;`,
    '}',
  ]);
}

function maintenanceBlock(file: string | undefined): string {
  if (file === undefined) return '';
  return indented(4, [`if (-f ${file}) {`, '  return 590;', '}']);
}

/** What is not there is asked of the server, which says in its own words that there is no such. */
function assetsBlock({ web, rates = RATES, parts = HERE }: Gateway, hasBrotli: boolean): string {
  if (web === undefined) return '';
  const { burst } = rates.page;
  return indented(4, [
    'location /assets/ {',
    `  limit_req zone=page burst=${burst} nodelay;`,
    `  root ${web};`,
    '  types {',
    '    text/javascript js;',
    '    text/css css;',
    '    image/svg+xml svg;',
    '    image/png png;',
    '    font/woff2 woff2;',
    '    application/json json;',
    '  }',
    '  gzip_static on;',
    ...(hasBrotli ? ['  brotli_static on;'] : []),
    '  gzip_vary on;',
    '  add_header Cache-Control "public, max-age=31536000, immutable";',
    `  include ${parts}/headers.conf;`,
    '  try_files $uri @servers;',
    '}',
    'location @servers {',
    `  include ${parts}/proxy.conf;`,
    '}',
  ]);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      listen: { type: 'string', default: '8080' },
      server: { type: 'string', multiple: true, default: ['127.0.0.1:3000'] },
      certificate: { type: 'string' },
      key: { type: 'string' },
      host: { type: 'string' },
      plain: { type: 'string' },
      web: { type: 'string' },
      maintenance: { type: 'string' },
      parts: { type: 'string' },
    },
  });
  const { listen, server, certificate, key, host, plain, ...rest } = values;
  const tls =
    certificate !== undefined && key !== undefined && host !== undefined
      ? { certificate, key, host, ...(plain === undefined ? {} : { plain }) }
      : undefined;
  console.log(nginxConf({ listen, servers: server, ...rest, ...(tls ? { tls } : {}) }));
}
