import { readFile } from 'node:fs/promises';

export type Values = Readonly<Record<string, string>>;

/**
 * Fills worker/templates/<name>.<locale>.txt and .html; the first line of the text is the subject.
 * A value that is missing is an error: a mail with a hole in it does not go out.
 */
export async function render(
  name: string, locale: string, values: Values,
): Promise<{ subject: string; text: string; html: string }> {
  const [text, html] = await Promise.all(['txt', 'html'].map(
    (ending) => readFile(new URL(`../templates/${name}.${locale}.${ending}`, import.meta.url), 'utf8')));
  const [subject = '', ...lines] = fill(text ?? '', values, (value) => value).split('\n');
  return {
    // a name may hold a line break, a header may not
    subject: subject.replaceAll(/\s+/g, ' ').trim(),
    text: lines.join('\n').trimStart(),
    html: fill(html ?? '', values, escaped),
  };
}

function fill(template: string, values: Values, write: (value: string) => string): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the mail has no ${name}`);
    return write(value);
  });
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (value: string): string => value.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
