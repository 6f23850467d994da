/** The deployment that most tests use. */
export const SERVICE = 'remindme';

/** A deployment whose topic a test deletes. */
export const DOOMED = 'doomed';

/** A deployment whose topic a test of the command line deletes and creates again. */
export const RECREATED = 'recreated';

/** The deployment for the tests of the HTTP API. It is separate, because schemathesis changes any reminder that it finds. */
export const ASKED = 'asked';

/** The deployment for the tests of events. They delete a state machine and create it again. */
export const EVENTFUL = 'eventful';

/** The deployment whose state machines wait for at most some seconds, and hand later reminders to EventBridge Scheduler. */
export const DISTANT = 'distant';

/** The deployment in which `doctor` finds no failure. No other test uses it, because a late reminder sets off an alarm. */
export const HEALTHY = 'healthy';

/** A deployment for measuring the rate of emails. No other test sends many emails through it. */
export const PACED = 'paced';
