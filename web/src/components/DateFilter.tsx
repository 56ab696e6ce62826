import { DateField } from './DateField.tsx';
import type { DateFieldProps } from './DateField.tsx';

type Props = Omit<DateFieldProps, 'onChange'> & { onChange(day: string): void };

/** A day that narrows a list: while the next one is being typed, the list keeps the one before. */
export function DateFilter({ onChange, ...rest }: Props) {
  return (
    <DateField
      {...rest}
      onChange={(day, isReadable) => {
        if (isReadable) onChange(day);
      }}
    />
  );
}
