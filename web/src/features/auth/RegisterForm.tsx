import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { postJson } from '../../lib/http.ts';
import { Failure } from './Failure.tsx';
import { useAttempt } from './use_attempt.ts';

export interface District {
  id: string;
  city: string;
  name: string;
}

const fields = [
  { name: 'name', autoComplete: 'organization', longest: 200 },
  { name: 'representative', autoComplete: 'name', longest: 100 },
  { name: 'phone', autoComplete: 'tel', type: 'tel', longest: 30 },
  { name: 'email', autoComplete: 'email', type: 'email', longest: 254 },
  { name: 'district_id' },
  { name: 'ward', autoComplete: 'address-level3', isOptional: true, longest: 100 },
  { name: 'address', autoComplete: 'street-address', longest: 300 },
  { name: 'tax_code', autoComplete: 'off', isOptional: true, longest: 20 },
] as const;

type Name = (typeof fields)[number]['name'];
type Problems = Partial<Record<Name, string | undefined>>;

const known = ['required', 'too_long', 'malformed', 'unknown'] as const;

/** "Thành phố Hồ Chí Minh" with its territories, as the server sorted them. */
function byCity(districts: readonly District[]) {
  const cities = new Map<string, District[]>();
  for (const district of districts)
    cities.set(district.city, [...(cities.get(district.city) ?? []), district]);
  return [...cities];
}

interface Props {
  districts: readonly District[];
  onSent(name: string, email: string): void;
}

export function RegisterForm({ districts, onSent }: Props) {
  const { t } = useTranslation('auth');
  const { failure, isBusy, left, attempt, forget } = useAttempt();
  const [problems, setProblems] = useState<Problems>({});
  const form = useRef<HTMLFormElement>(null);

  function mark(found: Problems) {
    setProblems(found);
    const first = fields.find(({ name }) => found[name]);
    if (first) form.current?.querySelector<HTMLElement>(`[name="${first.name}"]`)?.focus();
  }
  async function send(values: Record<Name, string>) {
    const given = Object.fromEntries(Object.entries(values).filter(([, text]) => text !== ''));
    const found = await attempt(async () => {
      await postJson<void>('/auth/registration', given);
      onSent(values.name, values.email);
    });
    if (found) mark(found.fields);
  }
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const values = Object.fromEntries(
      fields.map(({ name }) => [name, String(typed.get(name) ?? '').trim()]),
    ) as Record<Name, string>;
    const empty: Problems = Object.fromEntries(
      fields
        .filter((field) => !('isOptional' in field) && values[field.name] === '')
        .map(({ name }) => [name, 'required']),
    );
    mark(empty);
    if (Object.keys(empty).length === 0) void send(values);
  }
  const unmark = (name: Name) => {
    setProblems((earlier) => ({ ...earlier, [name]: undefined }));
    forget();
  };

  return (
    <form ref={form} className="sign-in-form" noValidate onSubmit={onSubmit}>
      <Failure failure={failure} left={left} told={fields.map(({ name }) => name)} />
      <div className="sign-in-grid">
        {fields.map((field) => (
          <Field
            key={field.name}
            field={field}
            districts={districts}
            problem={problems[field.name]}
            onChange={() => unmark(field.name)}
          />
        ))}
      </div>
      <button type="submit" className="sign-in-submit" disabled={isBusy || left > 0}>
        {t(isBusy ? 'sending' : 'register.submit')}
      </button>
    </form>
  );
}

interface FieldProps {
  field: (typeof fields)[number];
  districts: readonly District[];
  problem: string | undefined;
  onChange(): void;
}

function Field({ field, districts, problem, onChange }: FieldProps) {
  const { t } = useTranslation(['auth', 'common']);
  const id = `register-${field.name}`;
  const reason = known.find((one) => one === problem);
  const common = {
    id,
    name: field.name,
    onChange,
    'aria-invalid': problem !== undefined,
    'aria-describedby': `${id}-hint`,
  };
  return (
    <div>
      <label htmlFor={id}>
        {t(`register.field.${field.name}`)}
        {'isOptional' in field && (
          <span className="sign-in-optional"> {t('common:state.optional')}</span>
        )}
      </label>
      {field.name === 'district_id' ? (
        <select {...common} defaultValue="" key={districts.length}>
          <option value="" disabled>
            {t('register.pick')}
          </option>
          {byCity(districts).map(([city, some]) => (
            <optgroup key={city} label={city}>
              {some.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      ) : (
        <input
          {...common}
          type={'type' in field ? field.type : 'text'}
          autoComplete={field.autoComplete}
          maxLength={field.longest}
          autoFocus={field.name === 'name'}
        />
      )}
      <p id={`${id}-hint`} className="sign-in-error" aria-live="polite">
        {problem && t(`register.reason.${reason ?? 'other'}`)}
      </p>
    </div>
  );
}
