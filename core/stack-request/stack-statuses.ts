/**
 * All stack statuses that CloudFormation documents (CloudFormation API Reference, Stack, StackStatus), grouped by their meaning
 * for the stack creator. A test compares them with the AWS SDK's list.
 *
 * After a DeleteStack call, only a `DELETE_*` status describes the deletion. Any other status means that the deletion has not
 * begun.
 */
export const STACK_STATUSES = {
  /** A creation or an update has succeeded. */
  complete: ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'],

  /**
   * A deletion has succeeded. After a creation, this status means that the creation failed and CloudFormation deleted the
   * stack.
   */
  deleted: ['DELETE_COMPLETE'],

  /** A deletion has failed. */
  notDeleted: ['DELETE_FAILED'],

  /**
   * A creation or an update has failed. CloudFormation has rolled the operation back, or has left the stack in its failed
   * state.
   */
  failed: [
    'CREATE_FAILED',
    'ROLLBACK_COMPLETE',
    'ROLLBACK_FAILED',
    'UPDATE_FAILED',
    'UPDATE_ROLLBACK_COMPLETE',
    'UPDATE_ROLLBACK_FAILED',
    'IMPORT_ROLLBACK_COMPLETE',
    'IMPORT_ROLLBACK_FAILED',
  ],

  /** The operation is still in progress. */
  inProgress: [
    'CREATE_IN_PROGRESS',
    'ROLLBACK_IN_PROGRESS',
    'UPDATE_IN_PROGRESS',
    'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_ROLLBACK_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'DELETE_IN_PROGRESS',
    'IMPORT_IN_PROGRESS',
    'IMPORT_ROLLBACK_IN_PROGRESS',
    'REVIEW_IN_PROGRESS',
  ],
} as const;
