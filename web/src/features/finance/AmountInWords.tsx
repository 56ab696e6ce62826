import { useQuery } from '@apollo/client/react';
import { AmountInWordsDocument } from '../../gql/graphql.ts';
import { isZero } from '../../lib/dong.ts';
import { useSettled } from '../../lib/use_settled.ts';

const ASK_AFTER = 250;

/**
 * An amount as it is written out on paper, in Vietnamese in every language; null until the server
 * has said it.
 */
export function useAmountInWords(amount: string) {
  const settled = useSettled(amount, ASK_AFTER);
  const { data } = useQuery(AmountInWordsDocument, {
    skip: settled === '' || isZero(settled),
    variables: { amount: settled },
  });
  return settled === amount ? (data?.amountInWords ?? null) : null;
}

/**
 * Under a field for money: a zero too many is seen in words before it is seen in digits. Its line
 * is kept free.
 */
export function AmountInWords({ amount }: { amount: string }) {
  return (
    <span lang="vi" role="status">
      {useAmountInWords(amount) ?? '\u00a0'}
    </span>
  );
}
