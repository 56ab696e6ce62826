// From a figure to Slack and back: a queue gets long, somebody is told, it gets short, they are
// told that it is over. Debian's Prometheus and Alertmanager, with a receiver of this machine.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../../../db/test/support/free_ports.ts';
import { alertmanagerConf, prometheusConf } from '../conf.ts';

let folder: string;
const programs: ChildProcess[] = [];
const servers: Server[] = [];
const messages: { text: string; title: string }[] = [];
let waiting = 0;

const listen = async (port: number, server: Server): Promise<void> => {
  servers.push(server);
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sodaily-alerts-'));
  const [figures = 0, others = 0, slack = 0, prometheus = 0, alertmanager = 0] = await freePorts(5);
  await listen(
    figures,
    createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/plain; version=0.0.4');
      response.end(`queue_jobs{task="send_email",state="ready"} ${waiting}\n`);
    }),
  );
  await listen(
    others,
    createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/plain; version=0.0.4');
      response.end('release_info{release="1.0.0"} 1\n');
    }),
  );
  await listen(
    slack,
    createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        const told = JSON.parse(body) as { attachments: { text: string; title: string }[] };
        messages.push(...told.attachments);
        response.end('ok');
      });
    }),
  );
  const write = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  // The same rules with a faster clock. It is slow enough for a busy machine: a figure that comes a
  // few seconds late is no alert.
  const rules = write(
    'rules.yml',
    readFileSync(join(import.meta.dirname, '..', 'rules.yml'), 'utf8')
      .replaceAll(/for: \d+m/g, 'for: 15s')
      .replaceAll(/\[\d+m\]/g, '[20s]'),
  );
  const conf = prometheusConf(
    {
      worker: [`127.0.0.1:${figures}`],
      server: [`127.0.0.1:${others}`],
      keeper: [`127.0.0.1:${others}`],
    },
    { seconds: 1, rules, alertmanager: `127.0.0.1:${alertmanager}` },
  );
  const webhook = write('webhook', `http://127.0.0.1:${slack}/`);
  const run = (program: string, ...args: string[]): void => {
    programs.push(spawn(program, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] }));
  };
  run(
    'prometheus',
    `--config.file=${write('prometheus.yml', JSON.stringify(conf))}`,
    `--storage.tsdb.path=${join(folder, 'tsdb')}`,
    `--web.listen-address=127.0.0.1:${prometheus}`,
    '--log.level=error',
  );
  run(
    'prometheus-alertmanager',
    `--config.file=${write('alertmanager.yml', JSON.stringify(alertmanagerConf(webhook, { waitSeconds: 1 })))}`,
    `--storage.path=${join(folder, 'alertmanager')}`,
    `--web.listen-address=127.0.0.1:${alertmanager}`,
    '--cluster.listen-address=',
    '--log.level=error',
  );
});
afterAll(async () => {
  for (const program of programs) {
    if (program.exitCode !== null) continue;
    program.kill('SIGTERM');
    await once(program, 'exit');
  }
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const PATIENT = { timeout: 90_000, interval: 250 };
const about = (status: string) => messages.find(({ title }) => title === `${status} QueueLong`);

test('a long queue is told to Slack with its page, and so is its end', async () => {
  waiting = 150;
  await expect.poll(() => about('FIRING')?.text, PATIENT).toContain('150 jobs wait.');
  expect(about('FIRING')?.text).toContain('docs/runbook/queue-long.md');
  expect(about('RESOLVED')).toBeUndefined();

  waiting = 3;
  await expect.poll(() => about('RESOLVED'), PATIENT).toBeDefined();
}, 200_000);

test('what is well is told to nobody', () => {
  const others = messages.filter(({ title }) => !title.endsWith(' QueueLong'));
  expect(others, 'messages about what is well').toEqual([]);
});
