import { useState } from 'react';

/**
 * What is being typed over what is saved. When the saved moves on meanwhile, what was typed stays.
 */
export function useDraft<Values extends object>(saved: Values) {
  const [opened] = useState(saved);
  const [values, setValues] = useState(saved);
  return {
    values,
    set: <Name extends keyof Values>(name: Name, value: Values[Name]) =>
      setValues((earlier) => ({ ...earlier, [name]: value })),
    /** What somebody else has written into a field since the form was opened. */
    newerOf: <Name extends keyof Values>(name: Name) =>
      saved[name] === opened[name] || saved[name] === values[name] ? undefined : saved[name],
  };
}
