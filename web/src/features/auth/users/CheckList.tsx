import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import type { FieldPathByValue, FieldPathValue, FieldValues } from 'react-hook-form';
import type { CommandForm } from '../../../components/form/use_command_form.ts';
import { useFormField } from '../../../components/form/use_form_field.ts';
import { useReason } from '../../../components/form/use_reason.ts';

interface Props<Values extends FieldValues> {
  of: CommandForm<Values>;
  name: FieldPathByValue<Values, string[]>;
  label: string;
  choices: readonly { id: string; name: string; note?: string }[];
}

/** A field that takes some of several, each with its box. */
export function CheckList<Values extends FieldValues>({ of, name, label, choices }: Props<Values>) {
  const reason = useReason();
  const field = useFormField(of, name);
  const chosen: readonly string[] = field.value;
  const error = reason(field.problem);
  const onChange = (ids: string[]) => field.onChange(ids as FieldPathValue<Values, typeof name>);
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <Box component="fieldset" sx={{ border: 0, m: 0, p: 0, minWidth: 0 }}>
      <Box component="legend" sx={{ fontSize: 13, fontWeight: 600, p: 0, mb: 1 }}>
        {label}
      </Box>
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: { xs: '1fr', sm: 'repeat(2, minmax(0, 1fr))' },
          columnGap: 3,
        }}
      >
        {choices.map(({ id, name: word, note }) => (
          <FormControlLabel
            key={id}
            control={
              <Checkbox size="small" checked={chosen.includes(id)} onChange={() => toggle(id)} />
            }
            sx={{ mr: 0, minHeight: { xs: 44, md: 32 } }}
            label={
              <Box component="span">
                {word}
                {note && (
                  <Box
                    component="span"
                    sx={{ color: 'text.secondary', fontSize: 12 }}
                  >{` · ${note}`}</Box>
                )}
              </Box>
            }
          />
        ))}
      </Box>
      {error && (
        <Box role="alert" sx={{ color: 'error.main', fontSize: 12.5 }}>
          {error}
        </Box>
      )}
    </Box>
  );
}
