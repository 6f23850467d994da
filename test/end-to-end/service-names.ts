/** The deployment that most end-to-end tests use. */
export const SERVICE = 'remindme';

/** A second deployment, beside the first, whose topic a test deletes. */
export const DOOMED = 'doomed';
