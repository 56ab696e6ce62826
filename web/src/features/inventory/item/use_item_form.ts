import { useApolloClient } from '@apollo/client/react';
import { useRef, useState } from 'react';
import type { FormEvent, KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useToast } from '../../../components/toasts.ts';
import { CreateItemDocument, ItemShowDocument, UpdateItemDocument } from '../../../gql/graphql.ts';
import type { ShownItemFragment } from '../../../gql/graphql.ts';
import { quantityOf } from '../../../lib/dong.ts';
import { itemPath } from '../../../lib/paths.ts';
import { problemOf } from '../../../lib/problem.ts';
import type { Problem } from '../../../lib/problem.ts';
import { forgetLists } from '../../../lib/stale.ts';
import type { FieldReasons } from '../goods_values.ts';

const fields = ['itemName', 'sku', 'barcode', 'unitId', 'minStock', 'importPrice'] as const;
export type ItemField = (typeof fields)[number];
type Values = Record<ItemField, string>;

const valuesOf = (item: ShownItemFragment | null): Values => ({
  itemName: item?.itemName ?? '',
  sku: item?.sku ?? '',
  barcode: item?.barcode ?? '',
  unitId: item?.unit?.id ?? '',
  minStock: item?.minStock ?? '0',
  importPrice: item?.importPrice ?? '',
});

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Fields that cannot be right, before the server is asked. */
function hintsOf(values: Values, isNew: boolean): FieldReasons {
  return Object.fromEntries(
    fields.flatMap((name): [string, string][] => {
      const isOptional = name === 'barcode' || (name === 'importPrice' && !isNew);
      if (!isOptional && values[name].trim() === '') return [[name, 'required']];
      return name === 'minStock' && quantityOf(values[name]) === null
        ? [[name, 'not_a_number']]
        : [];
    }),
  );
}

/** What is typed about an item, and what the server says to it. */
export function useItemForm(item: ShownItemFragment | null) {
  const { t } = useTranslation('goods');
  const client = useApolloClient();
  const toast = useToast();
  const navigate = useNavigate();
  const inputs = useRef(new Map<string, HTMLInputElement>());
  const [values, setValues] = useState(() => valuesOf(item));
  const [version, setVersion] = useState(item?.version ?? '0');
  const [reasons, setReasons] = useState<FieldReasons>({});
  const [refusal, setRefusal] = useState<{ at: number; problem: Problem } | null>(null);
  const [newer, setNewer] = useState<ShownItemFragment | null>(null);
  // Made once per intention: sending it again after a lost answer never does it twice.
  const [clientKey, setClientKey] = useState(() => crypto.randomUUID());
  const [isBusy, setBusy] = useState(false);

  function mark(found: FieldReasons) {
    setReasons(found);
    const first = fields.find((name) => found[name] !== undefined);
    if (first) setTimeout(() => inputs.current.get(first)?.focus(), 0);
    return first !== undefined;
  }

  async function send() {
    const { itemName, sku, barcode, unitId, minStock, importPrice } = values;
    const input = {
      clientKey,
      itemName: orNull(itemName),
      sku: orNull(sku),
      barcode: orNull(barcode),
      unitId,
      minStock: quantityOf(minStock),
    };
    if (item) {
      const { data } = await client.mutate({
        mutation: UpdateItemDocument,
        variables: { input: { ...input, itemId: item.id, version } },
        update: forgetLists,
      });
      return data?.updateItem?.item;
    }
    const { data } = await client.mutate({
      mutation: CreateItemDocument,
      variables: { input: { ...input, importPrice } },
      update: forgetLists,
    });
    return data?.createItem?.item;
  }

  async function refuse(problem: Problem) {
    setRefusal({ at: Date.now(), problem });
    if (problem.code === 'VALIDATION_ERROR') {
      const named = (problem.details['fields'] ?? []) as { path: string; reason: string }[];
      mark(Object.fromEntries(named.map(({ path, reason }) => [camel(path), reason])));
    }
    if (problem.code === 'STALE_VERSION' && item) {
      const { data } = await client.query({
        query: ItemShowDocument,
        variables: { id: item.id, withPrices: false },
        fetchPolicy: 'no-cache',
      });
      setNewer(data?.item ?? null);
    }
    if (problem.code === 'DUPLICATE_REQUEST') setClientKey(crypto.randomUUID());
  }

  async function post() {
    setBusy(true);
    try {
      const saved = await send();
      if (!saved) return;
      toast({ text: t(item ? 'item.saved' : 'item.added', { name: saved.itemName }) });
      void navigate(itemPath(saved.id));
    } catch (error) {
      await refuse(problemOf(error)).catch(() => undefined);
    } finally {
      setBusy(false);
    }
  }

  const submit = () => {
    if (!isBusy && !mark(hintsOf(values, item === null))) void post();
  };
  /** From now on the newer version is the one that was read. */
  function acknowledge() {
    if (newer) setVersion(newer.version);
    setNewer(null);
    setRefusal(null);
    setClientKey(crypto.randomUUID());
  }

  return {
    values,
    reasons,
    refusal,
    newer,
    isBusy,
    submit,
    inputRef: (name: string) => (input: HTMLInputElement | null) => {
      if (input) inputs.current.set(name, input);
      else inputs.current.delete(name);
    },
    set: (name: ItemField, value: string) => {
      setValues((earlier) => ({ ...earlier, [name]: value }));
      setReasons(({ [name]: _gone, ...others }) => others);
    },
    keepMine: acknowledge,
    takeNewer: () => {
      if (newer) setValues(valuesOf(newer));
      acknowledge();
    },
    onSubmit: (event: FormEvent) => {
      event.preventDefault();
      submit();
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        submit();
      }
    },
  };
}

export type ItemFormState = ReturnType<typeof useItemForm>;
