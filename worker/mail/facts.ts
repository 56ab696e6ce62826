// What a mail's template finds under `it`: the values that the database wrote, and how figures are
// written. Sentences stand in the templates, words for states and kinds in db/words.
import { z } from 'zod';
import { invariantSentence, wordOf } from '../../platform/words.ts';

export type Values = Readonly<Record<string, string>>;

type Language = 'vi' | 'en';

const formats = {
  vi: new Intl.NumberFormat('vi-VN', { style: 'currency', currency: 'VND' }),
  en: new Intl.NumberFormat('en', { style: 'currency', currency: 'VND' }),
};

/** 110160 is 110.160 ₫; what is no whole number stays as it is. */
const dong = (amount: string, language: Language): string =>
  /^-?\d+$/.test(amount) ? formats[language].format(BigInt(amount)) : amount;

/** Where an agency stands: credit is told as such, never as a debt below nothing. */
function standing(balance: string, language: Language): string {
  if (/^-?0+$/.test(balance)) return language === 'vi' ? 'không còn nợ' : 'owes nothing';
  const figure = dong(balance.replace('-', ''), language);
  if (balance.startsWith('-'))
    return language === 'vi' ? `có dư ${figure}` : `has a credit of ${figure}`;
  return language === 'vi' ? `còn nợ ${figure}` : `owes ${figure}`;
}

const documentsShape = z.array(
  z.object({
    kind: z.string(),
    document: z.string().optional(),
    due: z.string(),
    amount: z.string(),
  }),
);

/** Documents by what they are, and how many more there are when not all are named. */
function documentsOf(values: Values, language: Language): Record<string, unknown> {
  if (values['documents'] === undefined) return {};
  const documents = documentsShape.parse(JSON.parse(values['documents']));
  return {
    documents: documents.map(({ kind, document, due, amount }) => ({
      name: [wordOf('open_item_kind', kind, language), document].filter(Boolean).join(' '),
      due,
      amount,
    })),
    more_documents: Number(values['slips']) - documents.length,
  };
}

/** What should hold and does not, as sentences; the database names them. */
const invariantsOf = ({ invariants }: Values, language: Language): Record<string, unknown> =>
  invariants === undefined
    ? {}
    : { invariants: invariants.split(', ').map((name) => invariantSentence(name, language)) };

/** Error, when the template asks for it: a value that is missing. */
export function factsOf(values: Values, language: Language): object {
  const facts: Record<string, unknown> = {
    // a blank line would begin another paragraph
    ...Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value.replaceAll(/\n\s*\n/g, '\n')]),
    ),
    ...documentsOf(values, language),
    ...invariantsOf(values, language),
    dong: (amount: string) => dong(amount, language),
    standing: (balance: string) => standing(balance, language),
  };
  return new Proxy(facts, {
    get(target, name) {
      const value = target[String(name)];
      if (value === undefined) throw new Error(`the mail has no ${String(name)}`);
      return value;
    },
  });
}
