import { useApolloClient } from '@apollo/client/react';
import { useEffect } from 'react';
import { BooksOnDocument } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { isDay } from '../../../lib/typed_date.ts';
import { seenOn } from '../goods_values.ts';
import type { SeenBook } from '../goods_values.ts';
import type { GoodsFormState } from '../use_goods_form.ts';

/**
 * Puts what the books say beside each item of a count. It stays as it was seen until the day
 * changes: whoever counts looks at that, and the server says when the books have moved.
 */
export function useBooks({ lines, see, miss, asked }: GoodsFormState, onDate: string) {
  const client = useApolloClient();
  const missing = lines.flatMap((line, index) =>
    line.item && !seenOn(line, onDate) ? [`${line.item.id}|${index}`] : [],
  );
  // asked: what could not be read is asked for again when the sheet is sent
  const wanted = isDay(onDate) && missing.length > 0 ? [asked, onDate, ...missing].join(' ') : '';

  useEffect(() => {
    const [, day = '', ...places] = wanted.split(' ');
    const [itemIds = [], indexes = []] = [0, 1].map((part) =>
      places.map((place) => place.split('|')[part] ?? ''),
    );
    let isStale = false;
    async function read() {
      const { data } = await client.query({
        query: BooksOnDocument,
        variables: { itemIds, onDate: day },
        fetchPolicy: 'no-cache',
      });
      if (isStale) return;
      see(
        new Map(
          nodesOf(data?.booksOn).map(
            ({ itemId, bookQuantity, stockQuantity }): [string, SeenBook] => [
              itemId ?? '',
              { onDate: day, quantity: bookQuantity ?? '0', stock: stockQuantity ?? '0' },
            ],
          ),
        ),
      );
    }
    if (wanted)
      read().catch(() => {
        if (!isStale) miss(indexes.map(Number));
      });
    return () => {
      isStale = true;
    };
  }, [client, wanted, see, miss]);
}
