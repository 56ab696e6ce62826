const thousandths = (quantity: string) => {
  const [whole = '0', decimals = ''] = quantity.split('.');
  return BigInt(whole + decimals.padEnd(3, '0').slice(0, 3));
};

/** Mark of a list: the stock has come down to the item's own minimum. Both figures are the database's. */
export function isLow(stock: string, minimum: string) {
  return thousandths(stock) <= thousandths(minimum);
}
