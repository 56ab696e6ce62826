import { useEffect, useRef, useState } from 'react';

const DELAY = 250;

interface Found<Option> {
  query: string;
  options: readonly Option[];
  failed: boolean;
}

/** Asks the server after a pause; only the newest question's answer counts. */
export function usePickerSearch<Option>(
  isOpen: boolean,
  query: string,
  load: (query: string) => Promise<readonly Option[]>,
  onFound?: (options: readonly Option[]) => void,
) {
  const [found, setFound] = useState<Found<Option> | null>(null);
  const latest = useRef({ load, onFound });
  useEffect(() => {
    latest.current = { load, onFound };
  });

  useEffect(() => {
    if (!isOpen) return undefined;
    let isStale = false;
    const timer = setTimeout(
      () => {
        latest.current.load(query).then(
          (options) => {
            if (isStale) return;
            setFound({ query, options, failed: false });
            latest.current.onFound?.(options);
          },
          () => {
            if (!isStale) setFound({ query, options: [], failed: true });
          },
        );
      },
      query === '' ? 0 : DELAY,
    );
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [isOpen, query]);

  return {
    options: found?.options ?? [],
    isLoading: isOpen && found?.query !== query,
    hasFailed: found?.failed ?? false,
  };
}
