/** The service's name in the deployment that most tests use. */
export const SERVICE = 'remindme';

/** The deployment in which a test deletes the reminder topic. */
export const DOOMED = 'doomed';

/** The deployment in which a test of the command line deletes the reminder topic and creates it again. */
export const RECREATED = 'recreated';

/** The deployment for the tests of the HTTP API. It is separate, because schemathesis changes any reminder that it finds. */
export const ASKED = 'asked';

/** The deployment for the tests of events. It is separate, because they delete a state machine and create it again. */
export const EVENTFUL = 'eventful';

/** The deployment whose executions wait for at most 5 s, and pass later reminders to EventBridge Scheduler. */
export const DISTANT = 'distant';

/** The deployment in which `doctor` finds no failure. No other test uses it, because a late reminder sets off an alarm. */
export const HEALTHY = 'healthy';

/** The deployment in which a test measures the rate of emails. No other test sends many emails through it. */
export const PACED = 'paced';
