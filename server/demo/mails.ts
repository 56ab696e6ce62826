import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Router, type Response } from 'express';
import PostalMime from 'postal-mime';
import { Refusal } from '../http/errors.ts';
import { nonceOf } from '../http/security_headers.ts';
import type { Services } from '../services.ts';

const SHOWN = 50;
/** Names that the worker gives; nothing else in the folder, or above it, is read. */
const NAME = /^[\w-]{1,200}\.eml$/;

/**
 * /demo/mails: the mails that would have gone out, for whoever tries the system without a mail
 * server. In demo mode only: links in them open accounts.
 */
export function demoMails({ env }: Pick<Services, 'env'>): Router {
  const router = Router();
  if (!env.DEMO) return router;

  router.get('/', async (_request, response) => {
    const rows = await Promise.all(
      (await newest(env.MAIL_DIR)).map(async (name) => {
        const { subject, to, date } = await read(env.MAIL_DIR, name);
        return (
          `<tr><td><a href="/demo/mails/${name}">${escaped(subject)}</a>`
          + `<td>${escaped(to)}<td>${escaped(date)}`
        );
      }),
    );
    send(
      response,
      'Thư của bản dùng thử',
      rows.length === 0
        ? '<p>Chưa có thư nào. Thư hiện ở đây thay vì gửi đi.'
        : `<table><tr><th>Tiêu đề<th>Gửi tới<th>Lúc${rows.join('')}</table>`,
    );
  });

  router.get('/:name', async (request, response) => {
    const { subject, to, date, text } = await read(env.MAIL_DIR, request.params.name);
    send(
      response,
      subject,
      `<p>${escaped(to)} · ${escaped(date)}<pre>${withLinks(escaped(text))}</pre><p><a `
        + 'href="/demo/mails">Mọi thư</a>',
    );
  });

  return router;
}

async function newest(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => NAME.test(name));
  const ages = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  return ages
    .toSorted((a, b) => b.at - a.at)
    .slice(0, SHOWN)
    .map(({ name }) => name);
}

async function read(
  folder: string,
  name: string,
): Promise<Record<'subject' | 'to' | 'date' | 'text', string>> {
  if (!NAME.test(name)) throw new Refusal('NOT_FOUND');
  const source = await readFile(join(folder, name)).catch(() => {
    throw new Refusal('NOT_FOUND');
  });
  const { subject = '', to = [], date, text = '' } = await PostalMime.parse(source);
  return {
    subject,
    text,
    to: to.map(({ address }) => address).join(', '),
    date:
      date === undefined
        ? ''
        : new Date(date).toLocaleString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' }),
  };
}

function send(response: Response, title: string, body: string): void {
  response.set('Cache-Control', 'no-store').type('html').send(`<!doctype html>
<html lang="vi"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style nonce="${nonceOf(response)}">
body { font: 15px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em;
  color-scheme: light dark }
td, th { text-align: left; padding: 4px 16px 4px 0; vertical-align: top }
pre { white-space: pre-wrap; font: inherit }
</style>
<main><h1>${escaped(title)}</h1>${body}</main></html>`);
}

const withLinks = (text: string): string =>
  text.replaceAll(/https?:\/\/[^\s<]+/g, (address) => `<a href="${address}">${address}</a>`);

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (value: string): string =>
  value.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
