import type { Route } from '../http/route.ts';

/** The route for the data that every view shows. Its response contains no account number, no ARN and no credentials. */
export const ABOUT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'about',
    answer: async (_call, { deployment, where, region, isLocal, inbox, words }) => ({
      service: deployment.service,
      where,
      region,
      isLocal,
      hasInbox: inbox !== undefined,
      zone: words.zone,
      command: words.command(''),
    }),
  },
];
