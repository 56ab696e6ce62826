import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import Typography from '@mui/material/Typography';
import { useId, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ignoreHeldEnter } from '../form/form_keys.ts';
import { mergedAnswers } from './answers.ts';
import type { Answers, Question } from './answers.ts';
import { useQuestionWords } from './use_question_words.tsx';
import type { Choice, QuestionWords } from './question_words.ts';

interface QuestionsProps {
  questions: readonly Question[];
  /** What is done with the answers. */
  verb: string;
  isBusy: boolean;
  onAnswer(answers: Answers): void;
  onClose(): void;
}

/**
 * All that a command wants to be told before it books anything. Nothing is chosen beforehand.
 * Mounted while it asks.
 */
export function Questions({ questions, verb, isBusy, onAnswer, onClose }: QuestionsProps) {
  const { t } = useTranslation(['questions', 'form', 'common']);
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const wordsOf = useQuestionWords();
  const [chosen, setChosen] = useState<Readonly<Record<number, number | undefined>>>({});
  const [isMarked, setMarked] = useState(false);
  const asked = questions.map(wordsOf);

  function submit(event: FormEvent) {
    event.preventDefault();
    const open = asked.findIndex((_, index) => chosen[index] === undefined);
    setMarked(open !== -1);
    if (open === -1)
      onAnswer(
        mergedAnswers(
          ...asked.map(({ choices }, index) => choices[chosen[index] ?? -1]?.answer ?? {}),
        ),
      );
    else
      form.current
        ?.querySelector<HTMLInputElement>(`[name="${CSS.escape(`${id}${open}`)}"]`)
        ?.focus();
  }

  return (
    <Dialog
      open
      onClose={() => {
        if (!isBusy) onClose();
      }}
      maxWidth="sm"
      fullWidth
      aria-labelledby={id}
      onKeyDownCapture={ignoreHeldEnter}
    >
      <Box component="form" ref={form} noValidate onSubmit={submit}>
        <DialogTitle id={id}>{t('title', { count: questions.length })}</DialogTitle>
        <DialogContent>
          <Typography color="textSecondary" sx={{ mb: 3 }}>
            {t('lead')}
          </Typography>
          <Box sx={{ display: 'grid', gap: 4 }}>
            {alike(questions).map((places) => (
              <ForAll
                key={places[0]}
                count={places.length}
                choices={asked[places[0] ?? 0]?.choices ?? []}
                onChoose={(choice) =>
                  setChosen({
                    ...chosen,
                    ...Object.fromEntries(places.map((place) => [place, choice])),
                  })
                }
              />
            ))}
            {asked.map((words, index) => (
              <Asked
                key={questions[index]?.code + JSON.stringify(questions[index]?.figures)}
                name={`${id}${index}`}
                words={words}
                chosen={chosen[index]}
                isMissing={isMarked && chosen[index] === undefined}
                onChoose={(choice) => setChosen({ ...chosen, [index]: choice })}
              />
            ))}
          </Box>
        </DialogContent>
        <DialogActions>
          <Button color="inherit" variant="outlined" disabled={isBusy} onClick={onClose}>
            {t('form:confirm.back')}
          </Button>
          <Button type="submit" variant="contained" disabled={isBusy}>
            {isBusy ? t('common:act.busy') : verb}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}

const MANY = 3;

/** Places of questions that are asked so often that one answer for all of them is wanted. */
function alike(questions: readonly Question[]) {
  const places = Map.groupBy(questions.keys(), (place) => questions[place]?.code);
  return [...places.values()].filter(({ length }) => length >= MANY);
}

/**
 * Answers many questions of one kind at once; each of them may be answered otherwise afterwards.
 */
function ForAll({
  count,
  choices,
  onChoose,
}: {
  count: number;
  choices: readonly Choice[];
  onChoose(choice: number): void;
}) {
  const { t } = useTranslation('questions');
  const common = choices.flatMap(({ forAll }, choice) =>
    forAll === undefined ? [] : [{ forAll, choice }],
  );
  if (common.length === 0) return null;
  return (
    <Box
      role="group"
      aria-label={t('forAll', { count })}
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2 }}
    >
      <span>{t('forAll', { count })}</span>
      {common.map(({ forAll, choice }) => (
        <Button key={choice} variant="outlined" color="inherit" onClick={() => onChoose(choice)}>
          {forAll}
        </Button>
      ))}
    </Box>
  );
}

interface AskedProps {
  name: string;
  words: QuestionWords;
  chosen: number | undefined;
  isMissing: boolean;
  onChoose(choice: number | undefined): void;
}

function Asked({ name, words: { text, choices }, chosen, isMissing, onChoose }: AskedProps) {
  const { t } = useTranslation('questions');
  const [only] = choices;
  return (
    <Box
      component="fieldset"
      aria-describedby={isMissing ? `${name}-missing` : undefined}
      sx={{
        m: 0,
        p: 3,
        border: '1px solid',
        borderColor: isMissing ? 'error.main' : 'divider',
        borderRadius: 1,
        minWidth: 0,
      }}
    >
      <Box component="legend" sx={{ float: 'left', width: '100%', fontWeight: 600, mb: 1 }}>
        {text}
      </Box>
      <Box sx={{ clear: 'both' }}>
        {choices.length === 1 && only && (
          <FormControlLabel
            label={only.label}
            control={
              <Checkbox
                name={name}
                checked={chosen === 0}
                onChange={(_, isChecked) => onChoose(isChecked ? 0 : undefined)}
              />
            }
          />
        )}
        {choices.length > 1
          && choices.map(({ label }, index) => (
            <FormControlLabel
              key={label}
              label={label}
              sx={{ display: 'flex' }}
              control={
                <Radio name={name} checked={chosen === index} onChange={() => onChoose(index)} />
              }
            />
          ))}
        {isMissing && choices.length > 0 && (
          <Typography id={`${name}-missing`} color="error" variant="body2">
            {t('missing')}
          </Typography>
        )}
      </Box>
    </Box>
  );
}
