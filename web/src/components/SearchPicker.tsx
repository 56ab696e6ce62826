import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { usePickerSearch } from './picker_search.ts';

interface PickerProps<Option> {
  label: string;
  /** Hides the label on screen when a column head says the same. */
  isLabelHidden?: boolean;
  placeholder?: string;
  value: Option | null;
  onPick(option: Option | null): void;
  load(query: string): Promise<readonly Option[]>;
  idOf(option: Option): string;
  nameOf(option: Option): string;
  renderOption(option: Option): ReactNode;
  isDisabled?(option: Option): boolean;
  /** Enter with nothing being chosen: on to the next field. */
  onEnter(): void;
  error?: string | undefined;
  hint?: ReactNode;
  inputRef?: Ref<HTMLInputElement>;
  autoFocus?: boolean;
}

/**
 * Search as you type on the server. Enter takes the first match, even one that is still loading.
 */
export function SearchPicker<Option>(props: PickerProps<Option>) {
  const { value, onPick, load, idOf, nameOf, isDisabled = () => false, onEnter } = props;
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState(value ? nameOf(value) : '');
  const isWaiting = useRef(false);
  const query = value && text === nameOf(value) ? '' : text.trim();
  const { options, isLoading, hasFailed } = usePickerSearch(isOpen, query, load, takeFirst);

  function pick(option: Option | null) {
    isWaiting.current = false;
    onPick(option);
    if (option) onEnter();
  }

  function takeFirst(found: readonly Option[]) {
    const first = found.find((option) => !isDisabled(option));
    if (isWaiting.current && first) {
      setText(nameOf(first));
      setOpen(false);
      pick(first);
    }
    isWaiting.current = false;
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    const isTyping = isOpen && query !== '';
    if (isTyping && isLoading) {
      // Faster than the server: the Enter counts as soon as the answer is here.
      event.preventDefault();
      event.stopPropagation();
      isWaiting.current = true;
    } else if (!isTyping && !isMovedTo(event)) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
      onEnter();
    }
  }

  return (
    <Autocomplete<Option>
      options={options}
      value={value}
      inputValue={text}
      open={isOpen}
      loading={isLoading}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      onInputChange={(_, next, reason) => {
        if (reason !== 'blur' || !value) setText(reason === 'blur' ? '' : next);
      }}
      onChange={(_, option) => pick(option)}
      getOptionLabel={nameOf}
      getOptionKey={idOf}
      getOptionDisabled={isDisabled}
      isOptionEqualToValue={(option, chosen) => idOf(option) === idOf(chosen)}
      disablePortal
      filterOptions={(all) => all}
      autoHighlight={query !== ''}
      blurOnSelect={false}
      clearOnBlur
      loadingText={t('state.loading')}
      noOptionsText={t(hasFailed ? 'problem.load' : 'palette.nothing')}
      clearText={t('action.clear')}
      openText={t('action.open')}
      closeText={t('action.close')}
      renderOption={({ key, ...option }, row) => (
        <Box component="li" key={key} {...option}>
          {props.renderOption(row)}
        </Box>
      )}
      renderInput={(params) => <PickerInput params={params} picker={props} onKeyDown={onKeyDown} />}
    />
  );
}

/** With the arrow keys an option was reached: then Enter is for Autocomplete. */
function isMovedTo(event: KeyboardEvent) {
  return Boolean((event.target as Element).getAttribute('aria-activedescendant'));
}

type InputParams = Parameters<NonNullable<Parameters<typeof Autocomplete>[0]['renderInput']>>[0];

function PickerInput<Option>({
  params,
  picker,
  onKeyDown,
}: {
  params: InputParams;
  picker: PickerProps<Option>;
  onKeyDown(event: KeyboardEvent): void;
}) {
  const {
    label,
    isLabelHidden = false,
    placeholder,
    error,
    hint,
    inputRef,
    autoFocus = false,
  } = picker;
  return (
    <TextField
      {...params}
      {...(isLabelHidden ? {} : { label })}
      {...(inputRef ? { inputRef } : {})}
      autoFocus={autoFocus}
      error={error !== undefined}
      helperText={error ?? hint}
      slotProps={{
        ...params.slotProps,
        htmlInput: {
          ...params.slotProps.htmlInput,
          onKeyDownCapture: onKeyDown,
          ...(isLabelHidden ? { 'aria-label': label } : {}),
          ...(placeholder ? { placeholder } : {}),
        },
      }}
    />
  );
}
