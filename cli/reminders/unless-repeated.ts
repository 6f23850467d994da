import { ClientError } from '../../client/failures.ts';

/** Waits for a change to a reminder. If the change fails because the reminder is repeated, calls `changeRepeated` instead. */
export async function unlessRepeated(change: Promise<void>, changeRepeated: () => Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!(error instanceof ClientError) || error.failure.kind !== 'repeated') {
      throw error;
    }
    await changeRepeated();
  }
}
