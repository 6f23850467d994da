/** What AWS answers where a state machine, a topic or a queue was deleted by hand. */
const GONE = /^(StateMachineDoesNotExist|NotFoundException|QueueDoesNotExist)$/;

/** Whether a call has failed because what it asks for was deleted by hand. */
export const isGone = (error: unknown) => error instanceof Error && GONE.test(error.name);

/** Looks at something; `undefined` where it is gone. */
export async function unlessGone<T>(looking: Promise<T>): Promise<T | undefined> {
  try {
    return await looking;
  } catch (error) {
    if (isGone(error)) {
      return undefined;
    }
    throw error;
  }
}

/** What makes something again that was deleted by hand, after a command where CloudFormation would give it another name. */
export const makeAgain = (first?: string) =>
  `Make it again: ${first ? `${first}, then ` : ''}npx cdk deploy --all --revert-drift with the settings (-c …) of the deployment.`;

/** The name at the end of an ARN or of a queue's URL. */
export const nameOf = (arnOrUrl: string) => arnOrUrl.split(/[:/]/).at(-1) ?? arnOrUrl;
