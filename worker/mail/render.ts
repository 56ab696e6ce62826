import { readFile } from 'node:fs/promises';
import { balanceInWords, documentLines, dong } from './figures.ts';

export type Values = Readonly<Record<string, string>>;
export type Written = Readonly<{ subject: string; text: string; html: string }>;

/**
 * Fills worker/templates/<name>.<locale>.txt: the first line is the subject, what follows are
 * paragraphs, and one of the form `What to do: {{link}}` is a button in the page that is made of
 * them. A value that is missing is an error: a mail with a hole in it does not go out.
 */
export async function render(name: string, locale: string, bare: Values): Promise<Written> {
  const values = readable(bare, locale);
  const template = await readFile(
    new URL(`../templates/${name}.${locale}.txt`, import.meta.url),
    'utf8',
  );
  const [subject = '', ...paragraphs] = template.trim().split(/\n\s*\n/);
  // what there is nothing to say of is no paragraph
  const said = paragraphs.filter((paragraph) => fill(paragraph, values).trim() !== '');
  return {
    // a name may hold a line break, a header may not
    subject: fill(subject, values).replaceAll(/\s+/g, ' ').trim(),
    text: `${said.map((paragraph) => fill(paragraph, values)).join('\n\n')}\n`,
    html: page(
      locale,
      said.map((paragraph) => asHtml(paragraph, values)),
    ),
  };
}

/**
 * What the database writes, as people read it. `…_amount` is đồng: 110160 is 110.160 ₫. `…_balance`
 * is what
 * an agency owes, below nothing what it has with us. `documents` are lines.
 */
function readable(values: Values, locale: string): Values {
  const language = locale === 'vi' ? 'vi' : 'en';
  const said = (name: string, value: string): string => {
    if (name === 'cut' && value !== '')
      return `${language === 'vi' ? 'So với đề nghị, đã bớt' : 'Less goes out than was asked for'}: ${value}`;
    if (name === 'asked_amount' && value !== '')
      return language === 'vi'
        ? `Giá đã đổi từ khi đặt: theo giá lúc đặt là ${dong(value, language)}.`
        : `Prices changed since it was asked for: at those of then it was ${dong(value, language)}.`;
    if (name === 'documents') return documentLines(value, Number(values['slips']), language);
    if (!/^-?\d+$/.test(value)) return value;
    if (name.endsWith('_balance')) return balanceInWords(value, language);
    return name.endsWith('_amount') ? dong(value, language) : value;
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, said(name, value)]),
  );
}

const fill = (template: string, values: Values): string =>
  template.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the mail has no ${name}`);
    return value;
  });

const BUTTON =
  'display: inline-block; padding: 0.6em 1.2em; background: #2b50c8; color: #ffffff; text-decoration: none; border-radius: 6px';

function asHtml(paragraph: string, values: Values): string {
  const [, label, address] = /^(.+): (\{\{link\}\})$/.exec(paragraph) ?? [];
  if (label === undefined || address === undefined) {
    return `<p>${escaped(fill(paragraph, values)).replaceAll('\n', '<br>\n')}</p>`;
  }
  const link = escaped(fill(address, values));
  return (
    `<p><a href="${link}" style="${BUTTON}">${escaped(label)}</a></p>\n`
    + `<p style="word-break: break-all; color: #5a6272">${link}</p>`
  );
}

const page = (locale: string, paragraphs: readonly string[]): string => `<!doctype html>
<html lang="${locale}">
<body style="font-family: sans-serif; line-height: 1.5; color: #16181d; max-width: 36em">
${paragraphs.join('\n')}
</body>
</html>
`;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (value: string): string =>
  value.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
