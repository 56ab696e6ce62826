import { useController } from 'react-hook-form';
import type {
  FieldError,
  FieldPath,
  FieldPathValue,
  FieldValues,
  UseControllerProps,
} from 'react-hook-form';
import type { FieldProblem } from '../../lib/refused_fields.ts';
import type { CommandForm } from './use_command_form.ts';

/** What is wrong with a field, as its form keeps it. */
const problemIn = (error: FieldError | undefined): FieldProblem | undefined =>
  error && {
    reason: error.type,
    value: error.types?.['value'] as string | undefined,
    limit: error.types?.['limit'] as string | undefined,
  };

/** One field of a form: its value, its mark, what takes the focus. Typing takes the mark off. */
export function useFormField<Values extends FieldValues, Name extends FieldPath<Values>>(
  of: Pick<CommandForm<Values>, 'form'>,
  name: Name,
  rules: UseControllerProps<Values, Name>['rules'] = {},
) {
  const { field, fieldState } = useController({ control: of.form.control, name, rules });
  return {
    value: field.value,
    inputRef: field.ref,
    onBlur: field.onBlur,
    onChange: (value: FieldPathValue<Values, Name>) => {
      field.onChange(value);
      of.form.clearErrors(name);
    },
    problem: problemIn(fieldState.error),
  };
}
