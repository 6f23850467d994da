import type { Route } from '../http/route.ts';
import { ABOUT_ROUTES } from './about-routes.ts';
import { EXECUTION_ROUTES } from './execution-routes.ts';
import { HEALTH_ROUTES } from './health-routes.ts';
import { LEARN_ROUTES } from './learn-routes.ts';
import { REMINDER_ROUTES } from './reminder-routes.ts';
import { REPEATED_ROUTES } from './repeated-routes.ts';
import { STACK_ROUTES } from './stack-routes.ts';

/** All routes of the API. Add the routes of a new view here. */
export const ROUTES: readonly Route[] = [
  ...ABOUT_ROUTES,
  ...REMINDER_ROUTES,
  ...REPEATED_ROUTES,
  ...EXECUTION_ROUTES,
  ...LEARN_ROUTES,
  ...STACK_ROUTES,
  ...HEALTH_ROUTES,
];
