/**
 * Every stack status that CloudFormation documents (CloudFormation API Reference, Stack, StackStatus), by what it means for
 * whoever waits. A test holds the list to the one in the AWS SDK.
 *
 * After a deletion was asked for, only the statuses `DELETE_*` tell about it; any other is read as "not begun yet".
 */
export const STACK_STATUSES = {
  /** A create or an update has ended well. */
  complete: ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'],

  /** A deletion has ended well; of a stack that was to be created it means that it failed and was cleared away. */
  deleted: ['DELETE_COMPLETE'],

  /** A deletion has ended badly. */
  notDeleted: ['DELETE_FAILED'],

  /** A create or an update has ended badly, and was taken back or left as it was. */
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

  /** It goes on: look again later. */
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
