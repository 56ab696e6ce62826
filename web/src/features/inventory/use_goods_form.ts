import { useCallback } from 'react';
import { useFieldArray, useWatch } from 'react-hook-form';
import type { UseFormReturn } from 'react-hook-form';
import { focusNow } from '../../components/form/focus_now.ts';
import { documentKeys } from '../../components/form/form_keys.ts';
import { useCommandForm } from '../../components/form/use_command_form.ts';
import type { Sent } from '../../components/form/use_command_form.ts';
import type { Answers } from '../../components/questions/answers.ts';
import { businessToday } from '../../lib/format.ts';
import {
  checkGoods,
  emptyGoodsLine,
  goodsPlaces,
  isGoodsLineEmpty,
  sentLines,
} from './goods_values.ts';
import type { GoodsLine, GoodsValues, SeenBook } from './goods_values.ts';

/** What was made, as its page and its toast need it. */
interface Made {
  id: string;
  code: string | null;
}

interface Options {
  isReceipt: boolean;
  /** Sends the lines that are not empty; what it throws is shown. */
  send(
    values: GoodsValues,
    lines: readonly GoodsLine[],
    sent: Sent,
  ): Promise<Made | null | undefined>;
  onMade(made: Made): void;
}

const startValues = (): GoodsValues => ({
  supplier: null,
  day: businessToday(),
  document: '',
  note: '',
  lines: [emptyGoodsLine()],
});

/** The form of a receipt or of a stock count: its head and its lines. */
export function useGoodsForm({ isReceipt, send, onMade }: Options) {
  const state = useCommandForm<GoodsValues, Made | null | undefined>({
    saved: startValues(),
    check: (values) => checkGoods(values, isReceipt),
    places: goodsPlaces,
    asksFirst: true,
    isWork: ({ lines }) => lines.some((line) => !isGoodsLineEmpty(line)),
    takeAnswers: takeMoved,
    send: (values, sent) => send(values, sentLines(values.lines), sent),
    onSent(made) {
      if (made) onMade(made);
    },
  });
  const { form, stopAsking } = state;
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'lines' });
  const lines = useWatch({ control: form.control, name: 'lines' });

  function changeLine(index: number, change: Partial<GoodsLine>) {
    const name = `lines.${index}` as const;
    if (change.item !== undefined) form.setValue(`${name}.item`, change.item);
    if (change.figure !== undefined) form.setValue(`${name}.figure`, change.figure);
    if (change.price !== undefined) form.setValue(`${name}.price`, change.price);
    if (change.isFree !== undefined) form.setValue(`${name}.isFree`, change.isFree);
    form.clearErrors(`${name}.item`);
    for (const field of Object.keys(change) as (keyof GoodsLine)[])
      form.clearErrors(`${name}.${field}`);
    const last = form.getValues('lines').at(-1);
    if (last && !isGoodsLineEmpty(last)) append(emptyGoodsLine(), { shouldFocus: false });
  }

  function removeLine(index: number) {
    if (index >= form.getValues('lines').length - 1) return;
    remove(index);
    state.focusLater(`lines.${index}.item`);
  }

  /** Puts what the books say beside the items. */
  const see = useCallback(
    (books: ReadonlyMap<string, SeenBook>) => {
      form.getValues('lines').forEach(({ item }, index) => {
        const book = books.get(item?.id ?? '');
        if (book) form.setValue(`lines.${index}.seen`, book);
      });
    },
    [form],
  );

  /** The books of these lines could not be read, and the question needs them. */
  const miss = useCallback(
    (indexes: readonly number[]) => {
      stopAsking();
      for (const index of indexes) form.setError(`lines.${index}.item`, { type: 'no_book' });
    },
    [form, stopAsking],
  );

  const toDate = () => focusNow(form, 'day', { isSelected: true });
  return {
    ...state,
    lines,
    /** Tells one line from the next, wherever it moves. */
    lineKeys: fields.map(({ id }) => id),
    /** How often somebody tried to send. */
    asked: form.formState.submitCount,
    see,
    miss,
    changeLine,
    removeLine,
    onKeyDown: documentKeys({ ask: state.submit, toDate }),
    firstLine: () => state.focusLater('lines.0.item'),
    nextLine: (index: number) => state.focus(`lines.${index + 1}.item`),
  };
}

export type GoodsFormState = ReturnType<typeof useGoodsForm>;

/** Of books that moved the lines say now what was told; the other answers go with the command. */
function takeMoved({ moved = [], ...others }: Answers, form: UseFormReturn<GoodsValues>): Answers {
  form.getValues('lines').forEach(({ item, seen }, index) => {
    const told = moved.find(({ itemId }) => itemId === item?.id);
    if (!told || !seen) return;
    form.setValue(`lines.${index}.figure`, told.counted);
    form.setValue(`lines.${index}.seen`, { ...seen, quantity: told.seen });
  });
  return others;
}
