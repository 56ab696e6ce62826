import { useApolloClient } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../../components/queue/use_decisions.ts';
import { cutItems, cutTotal } from '../cut_lines.ts';
import { sendIssueAct } from '../issue/issue_acts.ts';
import { linesOf } from './request_checks.ts';
import type { QueuedRequest, Typed } from './request_checks.ts';

/**
 * What can be decided on a request, in the version that was looked at. Confirming books the goods
 * that are typed and accepts the total that they come to; any other total is asked about.
 */
export function useRequestDecisions() {
  const { t } = useTranslation('requestQueue');
  const client = useApolloClient();
  const named = ({ agency, requestCode }: QueuedRequest) => ({
    agency: agency?.name ?? '',
    code: requestCode ?? '',
  });

  const confirm = (request: QueuedRequest, typed: Typed = {}): Decision => ({
    id: request.id,
    act: 'confirm',
    async send(clientKey, answers) {
      const lines = linesOf(request);
      const items = cutItems(lines, typed);
      const total = cutTotal(lines, typed);
      const changed = await sendIssueAct.confirm(
        client,
        clientKey,
        request.id,
        '',
        total === undefined ? answers : { acceptPrices: total, ...answers },
        { ...(items.length > 0 ? { items } : {}), version: request.version },
      );
      return {
        text: t('done.confirm', { agency: named(request).agency, code: changed?.code ?? '' }),
      };
    },
  });

  const resume = (request: QueuedRequest): Decision => ({
    id: request.id,
    act: 'resume',
    async send(clientKey, answers) {
      await sendIssueAct.resume(client, clientKey, request.id, '', answers);
      return { text: t('done.resume', named(request)) };
    },
  });

  const postpone = (request: QueuedRequest, reason: string): Decision => ({
    id: request.id,
    act: `postpone ${reason}`,
    async send(clientKey, answers) {
      await sendIssueAct.postpone(client, clientKey, request.id, reason, answers, {
        version: request.version,
      });
      // a booked slip is not taken back; what was only postponed is
      return { text: t('done.postpone', named(request)), undo: resume(request) };
    },
  });

  const reject = (request: QueuedRequest, reason: string): Decision => ({
    id: request.id,
    act: `reject ${reason}`,
    async send(clientKey, answers) {
      await sendIssueAct.reject(client, clientKey, request.id, reason, answers, {
        version: request.version,
      });
      return { text: t('done.reject', named(request)) };
    },
  });

  return { confirm, postpone, resume, reject };
}
