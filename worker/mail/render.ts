import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import { factsOf, type Values } from './facts.ts';

export type Written = Readonly<{ subject: string; text: string; html: string }>;

// templates are plain text; the page is made of the finished text, and escaped there as a whole
const eta = new Eta({
  views: fileURLToPath(new URL('../templates', import.meta.url)),
  autoEscape: false,
  autoTrim: false,
});

/**
 * Fills worker/templates/<name>.<locale>.eta: the first paragraph is the subject, and one of the
 * form `What to do: <%= it.link %>` is a button in the page that is made of them. A paragraph that
 * says nothing is left out. `sender` says at the end whose mail it is. Error: a value is missing; a
 * mail with a hole in it does not go out.
 */
export async function render(
  name: string,
  locale: string,
  values: Values,
  sender: string | null = null,
): Promise<Written> {
  const language = locale === 'vi' ? 'vi' : 'en';
  const filled = eta.render(`./${name}.${locale}.eta`, factsOf(values, language));
  const [subject = '', ...said] = filled.trim().split(/\r?\n\s*\n/);
  const paragraphs = sender === null ? said : [...said, sender];
  return {
    // a name may hold a line break, a header may not
    subject: subject.replaceAll(/\s+/g, ' ').trim(),
    text: `${paragraphs.join('\n\n')}\n`,
    html: page(
      locale,
      paragraphs.map((paragraph) => asHtml(paragraph, values['link'])),
    ),
  };
}

const BUTTON =
  'display: inline-block; padding: 0.6em 1.2em; background: #2b50c8; color: #ffffff; '
  + 'text-decoration: none; border-radius: 6px';

function asHtml(paragraph: string, link: string | undefined): string {
  const ending = `: ${link}`;
  if (link === undefined || !paragraph.endsWith(ending)) {
    return `<p>${escaped(paragraph).replaceAll('\n', '<br>\n')}</p>`;
  }
  const [label, address] = [paragraph.slice(0, -ending.length), link].map(escaped);
  return (
    `<p><a href="${address}" style="${BUTTON}">${label}</a></p>\n`
    + `<p style="word-break: break-all; color: #5a6272">${address}</p>`
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
