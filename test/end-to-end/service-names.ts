/** The deployment that most tests use. */
export const SERVICE = 'remindme';

/** A deployment whose topic a test deletes. */
export const DOOMED = 'doomed';

/** A deployment whose topic a test of the command line deletes and creates again. */
export const RECREATED = 'recreated';

/** A deployment whose emails a test times, and to which no other test sends much. */
export const PACED = 'paced';
