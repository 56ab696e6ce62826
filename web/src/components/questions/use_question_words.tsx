import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../lib/session.ts';
import { useFormat } from '../../lib/use_format.ts';
import type { Question } from './answers.ts';
import { MovedBy } from './MovedBy.tsx';
import { useDuplicateWords } from './use_duplicate_words.ts';
import type { QuestionWords } from './question_words.ts';
import './texts/index.ts';

interface ChangedPrice {
  item_id: string;
  item_name: string;
  old_price: string;
  new_price: string;
}

/** How a question is asked, by its code. One that is newer than this page has no answer here. */
export function useQuestionWords() {
  const { t } = useTranslation('questions');
  const { can } = useSession();
  const duplicateOf = useDuplicateWords();
  const format = useFormat();

  const byCode: Record<string, ((figures: Record<string, unknown>) => QuestionWords) | undefined> =
    {
      COUNTED_SINCE: (figures) => {
        const {
          item_id: itemId,
          item_name: item,
          unit,
          stock_count_code: code,
        } = figures as Record<string, string>;
        const quantity = (name: string) =>
          `${format.quantity(String(figures[name] ?? '0'))} ${unit ?? ''}`;
        const answer = (included: boolean) => ({ counted: [{ itemId: itemId ?? '', included }] });
        return {
          text: t('countedSince.text', {
            item,
            code,
            day: format.date(String(figures['count_date'] ?? '')),
            counted: quantity('counted'),
          }),
          choices: [
            {
              label: t('countedSince.included'),
              forAll: t('countedSince.allIncluded'),
              answer: answer(true),
            },
            {
              label: t('countedSince.notIncluded', { book: quantity('book') }),
              forAll: t('countedSince.noneIncluded'),
              answer: answer(false),
            },
          ],
        };
      },
      STOCK_MOVED: (figures) => {
        const {
          item_id: itemId = '',
          item_name: item,
          unit,
          seen = '0',
          book = '0',
          counted_before: before,
          counted_after: after = '0',
        } = figures as Record<string, string | null>;
        const answer = (counted: string) => ({
          moved: [{ itemId: itemId ?? '', counted, seen: book ?? '0' }],
        });
        const figure = (quantity: string | null | undefined) =>
          `${format.quantity(quantity ?? '0')} ${unit ?? ''}`;
        return {
          text: (
            <>
              {t('stockMoved.text', { item, seen: figure(seen), book: figure(book) })}
              <MovedBy rows={figures['moved_by']} />
            </>
          ),
          choices: [
            ...(before
              ? [
                  {
                    label: t('stockMoved.before', { counted: figure(before) }),
                    answer: answer(before),
                  },
                ]
              : []),
            {
              label: t('stockMoved.after', { counted: figure(after) }),
              answer: answer(after ?? '0'),
            },
          ],
        };
      },
      PRICE_JUMP: (figures) => {
        const {
          item_id: itemId = '',
          item_name: item,
          old_price: before = '0',
          new_price: price = '0',
          percent,
          allowed,
        } = figures as Record<string, string>;
        return {
          text: t('priceJump.text', {
            item,
            before: format.money(before),
            price: format.money(price),
            percent: format.quantity(percent),
            allowed: format.quantity(allowed),
          }),
          choices: [
            {
              label: t('priceJump.right'),
              forAll: t('priceJump.allRight'),
              answer: { acceptJumps: [{ itemId, price }] },
            },
          ],
        };
      },
      POSSIBLE_DUPLICATE: duplicateOf,
      SIMILAR_NAME: ({ column, written, name, rows }) => ({
        text: t('similarName.text', {
          what: t(`similarName.${String(column) as 'unit'}`),
          written,
          name,
          rows: format.quantity(String(rows)),
        }),
        choices: [
          {
            label: t('similarName.right', { name }),
            forAll: t('similarName.allRight'),
            answer: { acceptNames: true },
          },
        ],
      }),
      PRICE_CHANGED: ({ lines, old_total: before, new_total: after }) => ({
        text: (
          <>
            {t('priceChanged.text', {
              before: format.money(String(before)),
              after: format.money(String(after)),
            })}
            <Box component="ul" sx={{ m: 0, mt: 1, pl: 5, fontWeight: 400 }}>
              {(lines as ChangedPrice[]).map((line) => (
                <li key={line.item_id}>
                  {line.item_name}: {format.money(line.old_price)} → {format.money(line.new_price)}
                </li>
              ))}
            </Box>
          </>
        ),
        choices: [
          {
            label: t('priceChanged.accept', { total: format.money(String(after)) }),
            answer: { acceptPrices: String(after) },
          },
          ...(can('price:override')
            ? [
                {
                  label: t('priceChanged.keep', { total: format.money(String(before)) }),
                  answer: { keepPrices: true },
                },
              ]
            : []),
        ],
      }),
    };

  return ({ code, figures }: Question): QuestionWords =>
    byCode[code]?.(figures) ?? { text: t('unknown', { code }), choices: [] };
}
