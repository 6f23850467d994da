/** The deployment that most end-to-end tests use. */
export const SERVICE = 'remindme';

/** A second deployment, beside the first, whose topic a test deletes. */
export const DOOMED = 'doomed';

/** A deployment whose topic a test of the command line deletes and makes again. */
export const MENDED = 'mended';

/** A deployment that nobody else sends much to, whose emails are timed. */
export const PACED = 'paced';
