import type { PgResource } from '@dataplan/pg';
import { context, lambda, listen, type Step } from 'grafast';
import { extendSchema, gql } from 'postgraphile/utils';
import type { Caller } from '../database/transactions.ts';
import type {} from '../graphql/context.ts';

const topicOf = (caller: Caller): string => `notification:${caller.userId}`;
const idOf = (payload: string): string => String((JSON.parse(payload) as { id: unknown }).id);

/**
 * The topic is made of the signed-in user and of nothing the client says. What is announced is a
 * key; the row is read again as the person, so the row policies decide whether they get it.
 */
export const NotificationSubscriptionPlugin: GraphileConfig.Plugin = {
  ...extendSchema((build) => {
    const notifications = build.pgResources['notification'] as PgResource | undefined;
    if (!notifications) throw new Error('the table notification.notification is not in the API');
    return {
      typeDefs: gql`
        extend type Subscription {
          """
          A notification that was just written for the signed-in user.
          """
          notificationReceived: Notification
        }
      `,
      objects: {
        Subscription: {
          plans: {
            notificationReceived: {
              subscribePlan() {
                const $request = context();
                return listen(
                  $request.get('pgSubscriber'),
                  lambda($request.get('caller'), topicOf, true),
                );
              },
              plan($payload: Step<string>) {
                return notifications.get({ id: lambda($payload, idOf, true) });
              },
            },
          },
        },
      },
    };
  }),
  name: 'NotificationSubscriptionPlugin',
  description: 'Subscription to the notifications of the signed-in user',
  version: '1.0.0',
};
